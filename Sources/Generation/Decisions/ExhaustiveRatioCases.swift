// SPDX-License-Identifier: MIT

public import AutoMovable
public import Cases

/// Every combination of small inputs of the ratio test on two nodes and two
/// groups, without repeats.
public struct ExhaustiveRatioCases: CaseSource {
  /// What the machines' kernels have.
  public let geometry: Geometry

  /// Creates the source.
  ///
  /// - Parameter geometry: What the machines' kernels have.
  public init(geometry: Geometry = .x86_64) { self.geometry = geometry }

  public var name: String { Strategy.exhaustiveRatio.name + geometry.sourceSuffix }

  public func replayArguments(forCase index: UInt64) -> String {
    "--strategy \(Strategy.exhaustiveRatio.name)\(geometry.arguments) --case \(index)"
  }

  public var size: UInt64 { Self.stateCount * casesPerBatch }

  /// Three scopes, three targets and three sizes.
  public var casesPerBatch: UInt64 { 27 }

  // The bases of the digits that `fill` takes, in order.
  private static let stateCount: UInt64 =
    8 * (2 * 3 * 2) * 3 * 2 * 2 * (2 * 2 * 2 * 3) * (2 * 2 * 3)

  public func fill(_ batch: inout CaseBatch, at index: UInt64) {
    batch.use(geometry)
    batch.removeAll()
    batch.strategy = .exhaustiveRatio
    var digits = MixedRadix(index)
    let ratios: [8 of UInt32] = [
      0, 1, 50, 100, 101, 200, 1 << 31, .max,
    ]
    batch.policy.autoMovableRatio = digits.choose(ratios)
    Self.addNodes(to: &batch, &digits)
    Self.addGroups(to: &batch, &digits)
    Self.addQueries(to: &batch)
    batch.conform()
  }

  private static func addNodes(
    to batch: inout CaseBatch, _ digits: inout MixedRadix
  ) {
    var first = Node(id: 0)
    first[.normal] = Zone(
      presentPages: digits.digit(2),
      presentEarlyPages: digits.choose([0, 1, 3]),
      cmaPages: digits.digit(2))
    first[.movable].presentPages = digits.digit(3)
    batch.state.nodes.append(first)
    var second = Node(id: 1)
    let early = digits.digit(2) &* 2
    second[.dma32] = Zone(presentPages: early, presentEarlyPages: early)
    second[.movable].presentPages = digits.digit(2)
    batch.state.nodes.append(second)
  }

  private static func addGroups(
    to batch: inout CaseBatch, _ digits: inout MixedRadix
  ) {
    let block = batch.state.geometry.pagesPerSection
    batch.append(
      MemoryGroup(
        id: 0, nodeID: NodeID(Int32(truncatingIfNeeded: digits.digit(2))),
        kind: digits.digit(2) == 0
          ? .dynamic(unitPages: block) : .static(maxPages: block),
        presentKernelPages: digits.digit(2),
        presentMovablePages: digits.digit(3)))
    // The second group is always dynamic. A target that isn't there would ask
    // the same as none, so it is there in every state.
    batch.append(
      MemoryGroup(
        id: 1, nodeID: NodeID(Int32(truncatingIfNeeded: digits.digit(2))),
        kind: .dynamic(unitPages: block),
        presentKernelPages: digits.digit(2),
        presentMovablePages: digits.digit(3)))
  }

  private static func addQueries(to batch: inout CaseBatch) {
    let scopes: [3 of RatioTest.Scope] = [.system, .node(0), .node(1)]
    let targets: [3 of MemoryGroupID?] = [nil, 0, 1]
    for scope in scopes.indices {
      for target in targets.indices {
        for pages: UInt64 in 0..<3 {
          batch.queries.append(
            .canOnlineMovable(
              pages: pages, groupID: targets[target], scope: scopes[scope]))
        }
      }
    }
  }
}
