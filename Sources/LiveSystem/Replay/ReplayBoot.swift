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

  /// The kernel's sizes and zones.
  public var geometry = Geometry.x86_64

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
  /// A machine that has booted so.
  func machine(possibleNodes: [NodeID]?) throws(BootError) -> HotplugMachine {
    // A node that is online is possible, whatever a file says.
    let possible = possibleNodes.map { NodeSet($0 + nodes.map(\.id)) } ?? .all
    var machine = try HotplugMachine(
      nodes: nodes, memory: memory, possibleNodes: possible, blockPages: blockPages,
      parameters: parameters, autoOnlineType: autoOnlineType, kernel: kernel,
      geometry: geometry)
    machine.maximumAddedBlockCount = Self.maximumAddedBlockCount
    return machine
  }
}

extension ReplayBoot {
  /// Takes the first snapshot: blocks that are offline came after boot, and so
  /// did the memory of hotplugged devices.
  package init(_ snapshot: CaptureSnapshot, of meta: CaptureMeta?) {
    var nodes: [Node] = []
    for zone in snapshot.zones {
      if nodes.last?.id != zone.nodeID { nodes.append(Node(id: zone.nodeID)) }
      // A built-in driver has added all of it before the first snapshot.
      if zone.presentEarly == 0 { continue }
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
    parameters = snapshot.parameters.moduleParameters(
      isMovableNodeEnabled: meta?.isMovableNodeEnabled ?? false)
    autoOnlineType =
      texts["auto_online_blocks"].flatMap { OnlineType(sysfsText: Array($0.utf8).span) }
      ?? .offline
  }

  /// The boot memory: what `/proc/iomem` calls so, in blocks that are online.
  private static func memory(_ snapshot: CaptureSnapshot, _ nodes: [Node]) -> [BootMemory]? {
    let ranges = MemoryMap(snapshot.memoryMap.compactMap(MemoryMap.Resource.init))
      .systemMemory(of: .x86_64)
    guard !ranges.isEmpty else { return nil }
    return [BootMemory](
      ranges,
      in: snapshot.blocks.filter(\.isOnline).sorted { $0.index < $1.index },
      blockPages: snapshot.blockSize / Geometry.x86_64.pageSize, nodes: nodes)
  }
}
