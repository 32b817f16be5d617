// SPDX-License-Identifier: MIT

public import AutoMovable
public import Cases

/// Every combination of small inputs of the zone choice on a node whose
/// DMA32 memory lies among the sections asked for, without repeats.
public struct ExhaustiveZoneCases: CaseSource {
  /// What the machines' kernels have.
  public let geometry: Geometry

  /// Creates the source.
  ///
  /// - Parameter geometry: What the machines' kernels have.
  public init(geometry: Geometry = .x86_64) { self.geometry = geometry }

  public var name: String { Strategy.exhaustiveZone.name + geometry.sourceSuffix }

  public func replayArguments(forCase index: UInt64) -> String {
    "--strategy \(Strategy.exhaustiveZone.name)\(geometry.arguments) --case \(index)"
  }

  public var size: UInt64 { Self.stateCount * casesPerBatch }

  /// Three wishes, four blocks and two sizes.
  public var casesPerBatch: UInt64 { 24 }

  // The bases of the digits that `fill` takes, in order.
  private static let stateCount: UInt64 = 6 * 5 * 3 * 2 * 7 * (3 * 3 * 3 * 3)

  public func fill(_ batch: inout CaseBatch, at index: UInt64) {
    batch.use(geometry)
    batch.removeAll()
    batch.strategy = .exhaustiveZone
    var digits = MixedRadix(index)
    let policies: [6 of Policy] = [
      Policy(onlinePolicy: .contigZones, isMovableNodeEnabled: false),
      Policy(onlinePolicy: .contigZones, isMovableNodeEnabled: true),
      Policy(onlinePolicy: .autoMovable, autoMovableRatio: 0),
      Policy(
        onlinePolicy: .autoMovable, autoMovableRatio: 100,
        isAutoMovableNUMAAware: true),
      Policy(
        onlinePolicy: .autoMovable, autoMovableRatio: 100,
        isAutoMovableNUMAAware: false),
      Policy(onlinePolicy: .autoMovable, autoMovableRatio: 401),
    ]
    batch.policy = digits.choose(policies)
    Self.addNodes(to: &batch, &digits)
    Self.addGroup(to: &batch, &digits)
    Self.addSections(to: &batch, &digits)
    Self.addQueries(to: &batch)
    batch.conform()
  }

  private static func addNodes(
    to batch: inout CaseBatch, _ digits: inout MixedRadix
  ) {
    let block = batch.state.geometry.pagesPerSection
    // Node 1 is asked about; node 0 has boot memory for the system-wide test.
    var first = Node(id: 0)
    first[.normal] = Zone(presentPages: 4 * block, presentEarlyPages: 4 * block)
    batch.state.nodes.append(first)

    var second = Node(id: 1)
    let kernelSpans: [5 of PageRange] = [
      PageRange(startPFN: 0, pageCount: 0),
      PageRange(startPFN: 0, pageCount: 2),
      PageRange(startPFN: 1, pageCount: 2),
      PageRange(startPFN: 2, pageCount: 2),
      PageRange(startPFN: 4, pageCount: 1),
    ]
    let kernelSpan = digits.choose(kernelSpans)
    second[.dma32] = Zone(
      startPFN: kernelSpan.startPFN &* block,
      spannedPages: kernelSpan.pageCount &* block)
    let movableSpans: [3 of PageRange] = [
      PageRange(startPFN: 0, pageCount: 0),
      PageRange(startPFN: 1, pageCount: 1),
      PageRange(startPFN: 0, pageCount: 8),
    ]
    let movableSpan = digits.choose(movableSpans)
    second[.movable] = Zone(
      startPFN: movableSpan.startPFN &* block,
      spannedPages: movableSpan.pageCount &* block,
      presentPages: movableSpan.pageCount == 0 ? 0 : block)
    // Boot memory of the node: enough for one more block at 100 %, or none.
    let early = digits.digit(2) &* 2 &* block
    second[.normal] = Zone(presentPages: early, presentEarlyPages: early)
    batch.state.nodes.append(second)
  }

  private static func addGroup(
    to batch: inout CaseBatch, _ digits: inout MixedRadix
  ) {
    let block = batch.state.geometry.pagesPerSection
    let (kind, kernelPages): (MemoryGroup.Kind, UInt64)
    switch digits.digit(7) {
    case 0: return
    case 1: (kind, kernelPages) = (.static(maxPages: 2 * block), 0)
    case 2: (kind, kernelPages) = (.static(maxPages: 2 * block), 1)
    case 3: (kind, kernelPages) = (.dynamic(unitPages: block), 0)
    case 4: (kind, kernelPages) = (.dynamic(unitPages: block), 2 * block)
    case 5: (kind, kernelPages) = (.dynamic(unitPages: 2 * block), 0)
    default: (kind, kernelPages) = (.dynamic(unitPages: 4 * block), 0)
    }
    batch.append(
      MemoryGroup(
        id: 0, nodeID: 1, kind: kind, presentKernelPages: kernelPages))
  }

  private static func addSections(
    to batch: inout CaseBatch, _ digits: inout MixedRadix
  ) {
    for section: UInt64 in 0..<4 {
      let zones: [3 of ZoneType?] = [nil, .movable, .dma32]
      guard let zone = digits.choose(zones) else { continue }
      batch.state.sections.append(
        SectionRun(
          firstSection: section, sectionCount: 1, zone: zone, nodeID: 1))
    }
  }

  private static func addQueries(to batch: inout CaseBatch) {
    let block = batch.state.geometry.pagesPerSection
    let onlineTypes: [3 of OnlineType] = [.online, .onlineKernel, .onlineMovable]
    let groupID = batch.state.groups.groups.first?.id
    for type in onlineTypes.indices {
      for section: UInt64 in 0..<4 {
        for sections: UInt64 in 1...2 {
          batch.queries.append(
            .zone(
              range: PageRange(
                startPFN: section &* block, pageCount: sections &* block),
              onlineType: onlineTypes[type], nodeID: 1, groupID: groupID))
        }
      }
    }
  }
}
