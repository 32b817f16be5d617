// SPDX-License-Identifier: MIT

public import AutoMovable

/// The machine that a capture begins with.
public struct ReplayBoot: Sendable {
  /// The online nodes, ids ascending.
  public var nodes: [Node]

  /// Where memory was at boot, ascending, or `nil` if the capture doesn't say.
  public var memory: [BootMemory]?

  /// The pages of a memory block.
  public var blockPages: UInt64

  /// The parameters that were set at boot.
  public var parameters: ModuleParameters

  /// What `auto_online_blocks` said.
  public var autoOnlineType: OnlineType

  /// The kernel.
  public var kernel: KernelVersion

  /// The most blocks that can have been added at a time, so that no line of a
  /// capture takes the memory of this machine.
  public static let maximumAddedBlockCount: UInt64 = 1 << 20
}

/// Why no machine can be as a capture's first snapshot says.
public struct ReplayBootError: Error, CustomStringConvertible {
  /// What is wrong.
  public let description: String

  /// Creates an error.
  public init(_ description: String) { self.description = description }
}

extension ReplayBoot {
  /// Takes the first snapshot: blocks that are offline came after boot, and so
  /// did the memory of hotplugged devices.
  package init(_ snapshot: CaptureSnapshot, of meta: CaptureMeta?) {
    var nodes: [Node] = []
    for zone in snapshot.zones {
      if nodes.last?.id != zone.nodeID { nodes.append(Node(id: zone.nodeID)) }
      nodes[nodes.count - 1][zone.type] = Zone(
        startPFN: zone.raw?.startPFN ?? zone.startPFN ?? 0,
        spannedPages: zone.raw?.spanned ?? zone.spanned ?? 0,
        presentPages: zone.present,
        // At boot all memory is early.
        presentEarlyPages: zone.presentEarly ?? zone.present,
        cmaPages: zone.cma ?? 0)
    }
    self.nodes = nodes
    blockPages = snapshot.blockSize / Geometry.x86_64.pageSize
    memory = Self.memory(snapshot, nodes)
    kernel =
      meta?.kernel.flatMap { KernelVersion(release: Array($0.utf8).span) } ?? .standard
    let texts = snapshot.parameters.texts
    parameters = ModuleParameters(
      policy: snapshot.parameters.policy(
        isMovableNodeEnabled: meta?.isMovableNodeEnabled ?? false),
      isMemmapOnMemoryEnabled: texts["memmap_on_memory"].map { $0 != "N" } ?? false)
    autoOnlineType =
      texts["auto_online_blocks"].flatMap { OnlineType(sysfsText: Array($0.utf8).span) }
      ?? .offline
  }

  /// The boot memory: what `/proc/iomem` calls so, in blocks that are online.
  private static func memory(_ snapshot: CaptureSnapshot, _ nodes: [Node]) -> [BootMemory]? {
    let ranges = snapshot.memoryMap.compactMap(systemMemory)
    guard !ranges.isEmpty else { return nil }
    let blockPages = snapshot.blockSize / Geometry.x86_64.pageSize
    let blocks = snapshot.blocks.filter(\.isOnline).sorted { $0.index < $1.index }
    var memory: [BootMemory] = []
    var index = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      while index < blocks.count, (blocks[index].index + 1) * blockPages <= range.lowerBound {
        index += 1
      }
      for block in blocks[index...] {
        // Numbers of blocks were checked, so this doesn't overflow.
        let start = block.index * blockPages
        guard start < range.upperBound else { break }
        let pages = max(start, range.lowerBound)..<min(start + blockPages, range.upperBound)
        memory.append(pages, of: block, nodes)
      }
    }
    return memory
  }

  /// The whole pages of a line such as `00100000-7ffdffff : System RAM`; `nil`
  /// if it is about something else.
  private static func systemMemory(_ line: String) -> Range<UInt64>? {
    let parts = line.split(separator: " ", maxSplits: 2)
    // A line that is indented is a part of another one's range.
    guard parts.count == 3, parts[1] == ":", parts[2] == "System RAM", !line.hasPrefix(" ")
    else { return nil }
    let ends = parts[0].split(separator: "-")
    guard ends.count == 2, let first = UInt64(ends[0], radix: 16),
      let last = UInt64(ends[1], radix: 16), first <= last, last < .max
    else { return nil }
    let pageSize = Geometry.x86_64.pageSize
    let lower = first / pageSize + (first % pageSize == 0 ? 0 : 1)
    let upper = (last + 1) / pageSize
    return lower < upper ? lower..<upper : nil
  }
}

extension [BootMemory] {
  /// Appends pages of a block, each to the node whose zone spans it.
  fileprivate mutating func append(
    _ pages: Range<UInt64>, of block: CaptureBlock, _ nodes: [Node]
  ) {
    guard block.nodes.count > 1 else { return append(pages, of: block.nodeID) }
    var next = pages.lowerBound
    while next < pages.upperBound {
      let page = PageRange(startPFN: next, pageCount: 1)
      var (owner, end) = (block.nodeID, pages.upperBound)
      for node in nodes where block.nodes.contains(node.id.rawValue) {
        for type in ZoneType.allCases {
          let zone = node[type]
          if zone.intersects(page) {
            owner = node.id
            end = Swift.min(end, zone.endPFN)
          } else if zone.spannedPages > 0, zone.startPFN > next {
            end = Swift.min(end, zone.startPFN)
          }
        }
      }
      append(next..<end, of: owner)
      next = end
    }
  }

  /// Appends pages, as part of the last run if that goes on in them.
  private mutating func append(_ pages: Range<UInt64>, of nodeID: NodeID) {
    let count = pages.upperBound - pages.lowerBound
    if let last, last.nodeID == nodeID, last.pages.endPFN == pages.lowerBound {
      self[self.count - 1].pages.pageCount += count
    } else {
      append(
        BootMemory(
          PageRange(startPFN: pages.lowerBound, pageCount: count), nodeID: nodeID))
    }
  }
}
