// SPDX-License-Identifier: MIT

public import AutoMovable

/// One implementation of the life of hotplugged memory, as a capture is played
/// on it.
///
/// It gets what was done to the kernel's memory, operation by operation, and is
/// looked at in between. Results are the kernel's: 0 or more, or the negative of
/// an error number.
public protocol ReplaySubject {
  /// Becomes a machine as boot leaves it.
  mutating func boot(_ boot: ReplayBoot) throws(ReplayBootError)

  // MARK: Operations

  /// Registers a group; the result is its id. Mirrors
  /// `memory_group_register_static` and `memory_group_register_dynamic`.
  mutating func register(_ kind: MemoryGroup.Kind, on nodeID: NodeID) -> Int64

  /// Unregisters a group. Mirrors `memory_group_unregister`.
  mutating func unregister(_ id: MemoryGroupID) -> Int64

  /// Adds memory that stays offline for now, whatever `auto_online_blocks` says.
  /// Mirrors `add_memory`.
  mutating func add(
    _ range: PageRange, to target: MemoryTarget, usesMemmapOnMemory: Bool
  ) -> Int64

  /// Removes memory. Mirrors `remove_memory`.
  mutating func remove(_ range: PageRange) -> Int64

  /// Writes a text to a file.
  mutating func write(_ text: String, to file: ReplayFile) -> Int64

  // MARK: Observations

  /// What reading a file gives, or `nil` if it isn't there.
  func read(_ file: ReplayFile) -> SysfsText?

  /// The zone that memory would be onlined to now. Mirrors
  /// `zone_for_pfn_range`.
  func answer(_ question: ReplayQuestion) -> ReplayAnswer

  /// A block, or `nil` if it isn't there.
  func block(_ id: MemoryBlockID) -> MemoryBlock?

  /// A registered group.
  func group(_ id: MemoryGroupID) -> MemoryGroup?

  /// The online nodes, ids ascending.
  var nodes: [Node] { get }

  /// The spans and sizes of the nodes, in the same order.
  var nodeExtents: [NodeExtent] { get }
}

/// A file of sysfs that a replay reads or writes.
public enum ReplayFile: Hashable, Sendable {
  /// `state` of a memory block.
  case state(MemoryBlockID)
  /// `online` of a memory block.
  case online(MemoryBlockID)
  /// `valid_zones` of a memory block, which can't be written.
  case validZones(MemoryBlockID)
  /// A parameter of the module `memory_hotplug`.
  case parameter(ModuleParameter)
  /// `auto_online_blocks`.
  case autoOnlineBlocks
}

extension ReplayFile {
  /// The files of parameters, by their names in captures.
  static let parameters: [(name: String, file: ReplayFile)] = [
    ("online_policy", .parameter(.onlinePolicy)),
    ("auto_movable_ratio", .parameter(.autoMovableRatio)),
    ("auto_movable_numa_aware", .parameter(.autoMovableNUMAAware)),
    ("memmap_on_memory", .parameter(.memmapOnMemory)),
    ("auto_online_blocks", .autoOnlineBlocks),
  ]
}

extension ReplayFile: CustomStringConvertible {
  /// The name of the file, as in `memory32/state`.
  public var description: String {
    switch self {
    case .state(let id): "memory\(id.rawValue)/state"
    case .online(let id): "memory\(id.rawValue)/online"
    case .validZones(let id): "memory\(id.rawValue)/valid_zones"
    case .parameter(let parameter): "\(parameter)"
    case .autoOnlineBlocks: "auto_online_blocks"
    }
  }
}
