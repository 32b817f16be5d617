// SPDX-License-Identifier: MIT

/// A machine whose memory comes, goes, and is onlined and offlined.
///
/// It starts as boot leaves it and then changes by the operations of the
/// kernel, one after the other; each either succeeds or throws the kernel's
/// error, and leaves what the kernel leaves. Mirrors the state of
/// `drivers/base/memory.c` and `mm/memory_hotplug.c`.
public struct HotplugMachine: Sendable {
  /// The nodes, groups and online sections: all that a decision looks at.
  // Inlinable, so that who reads a part of it doesn't copy the rest.
  @inlinable
  public var state: MemoryState { model.state }

  /// The state with the running totals that belong to it.
  @usableFromInline
  var model: MemoryModel

  /// The spans and sizes of the nodes, in the order of `state.nodes`.
  public internal(set) var nodeExtents: [NodeExtent]

  /// The memory blocks. A table of its own, so that who looks one up doesn't
  /// copy the machine.
  @usableFromInline
  var blocks: BlockTable

  /// The boot memory that doesn't fill its sections, ascending.
  let fragments: [EarlyRange]

  /// Pages beside these that look online though there is no memory.
  let holes: [EarlyRange]

  /// The kernel whose behaviour the machine has, where kernels differ.
  public let kernel: KernelVersion

  /// The parameters of the module `memory_hotplug`. Setting them is like
  /// booting with them: what the ``geometry`` doesn't have stays off.
  /// `writeParameter` is like writing their files.
  public var parameters: ModuleParameters {
    didSet {
      geometry.conform(&parameters.policy)
      model.policy = parameters.policy
    }
  }

  /// Whether zones are picked by running totals instead of by walking all
  /// zones and groups; they are the same.
  public var decidesByTotals = false

  /// What becomes of blocks that are added: `.offline` leaves them offline.
  /// Mirrors `mhp_default_online_type`.
  public var autoOnlineType: OnlineType

  /// Who is asked before memory goes online or offline.
  public var notifier = MemoryNotifier()

  /// What a notifier was told since boot.
  public internal(set) var notifications = MemoryNotifications()

  /// Where blocks went online by the last `addMemory`, `offlineAndRemoveMemory`,
  /// `writeState` or `writeOnline`, by ascending number. An operation that fails
  /// half-way may have onlined some.
  public internal(set) var onlinedBlocks: [OnlinedBlocks] = []

  /// The most blocks that can have been added at a time.
  public var maximumAddedBlockCount: UInt64 = .max

  /// The blocks that were added and not removed.
  public internal(set) var addedBlockCount: UInt64 = 0

  /// Creates a machine as boot leaves it.
  ///
  /// A block of which nothing is memory doesn't exist, and memory can be added
  /// in its place. One that isn't all memory stays online for ever.
  ///
  /// - Parameters:
  ///   - nodes: The online nodes, ids ascending.
  ///   - memory: The boot memory, ascending and apart, every page of which a
  ///     populated zone of its node spans; then `presentEarlyPages` of each zone
  ///     has to say how much it has, and the spans of different nodes may
  ///     interleave. `nil` if what populated zones span is memory throughout, but
  ///     for less than a block in each.
  ///   - possibleNodes: The nodes that can ever be online.
  ///   - blockPages: The size of a memory block, in pages; `nil` for a section.
  ///   - parameters: The parameters that boot sets.
  ///   - autoOnlineType: What becomes of blocks that are added; see the property.
  ///   - kernel: The kernel whose behaviour the machine is to have.
  ///   - geometry: The sizes and zones that the kernel has. Without `CONFIG_NUMA`
  ///     node 0 alone is possible, and without `CONFIG_CMA` zones lose their
  ///     `cmaPages`.
  /// - Throws: ``BootError`` if the zones, the memory or the size can't be.
  public init(
    nodes: [Node] = [],
    memory: [BootMemory]? = nil,
    possibleNodes: NodeSet = .all,
    blockPages: UInt64? = nil,
    parameters: ModuleParameters = ModuleParameters(),
    autoOnlineType: OnlineType = .offline,
    kernel: KernelVersion = .standard,
    geometry: Geometry = .x86_64
  ) throws(BootError) {
    let blockPages = blockPages ?? geometry.minimumBlockPages
    guard blockPages >= geometry.minimumBlockPages, blockPages <= geometry.pageCount,
      blockPages & (blockPages - 1) == 0
    else { throw .invalidBlockSize }
    let possibleNodes = geometry.possible(possibleNodes)
    var parameters = parameters
    geometry.conform(&parameters.policy)
    var nodes = nodes
    for index in nodes.indices {
      guard index == 0 || nodes[index - 1].id < nodes[index].id else {
        throw .unorderedNodes
      }
      guard possibleNodes.contains(nodes[index].id) else {
        throw .impossibleNode(nodes[index].id)
      }
      if let zone = geometry.unconfiguredZone(in: nodes[index]) {
        throw .noSuchZone(nodes[index].id, zone)
      }
      geometry.conform(&nodes[index])
    }
    let zones = try EarlyZones(of: nodes, geometry)
    let ranges =
      if let memory {
        try EarlyRange.all(of: memory, in: zones, nodes, geometry)
      } else {
        try EarlyRange.all(of: nodes, in: zones, blockPages: blockPages)
      }
    let state = MemoryState(
      nodes: nodes,
      groups: MemoryGroupRegistry(
        possibleNodes: possibleNodes, blockPages: blockPages),
      sections: EarlyRange.sections(of: ranges, geometry), geometry: geometry)
    // An initializer that throws would copy the machine that it has made.
    self.init(
      model: MemoryModel(checked: state, policy: parameters.policy),
      blocks: BlockTable(
        early: EarlyBlocks.all(of: ranges, in: zones, blockPages: blockPages)),
      fragments: EarlyRange.fragments(of: ranges, geometry),
      holes: EarlyRange.holes(of: ranges, geometry), parameters, autoOnlineType, kernel)
  }

  private init(
    model: consuming MemoryModel, blocks: BlockTable, fragments: [EarlyRange],
    holes: [EarlyRange], _ parameters: ModuleParameters, _ autoOnlineType: OnlineType,
    _ kernel: KernelVersion
  ) {
    nodeExtents = model.state.nodes.map { NodeExtent(atBoot: $0) }
    self.model = model
    self.blocks = blocks
    self.fragments = fragments
    self.holes = holes
    self.parameters = parameters
    self.autoOnlineType = autoOnlineType
    self.kernel = kernel
  }
}

extension HotplugMachine {
  /// The sizes and zones that the kernel has.
  @inlinable
  public var geometry: Geometry { model.state.geometry }

  /// The size of a memory block, in pages. Mirrors
  /// `memory_block_size_bytes`.
  public var blockPages: UInt64 { model.state.groups.blockPages }

  /// Registers a group; see ``MemoryGroupRegistry/register(_:nodeID:)``.
  public mutating func registerGroup(
    _ kind: MemoryGroup.Kind, nodeID: NodeID
  ) throws(HotplugError) -> MemoryGroupID {
    try model.registerGroup(kind, nodeID: nodeID)
  }

  /// Unregisters a group; see ``MemoryGroupRegistry/unregister(_:)``.
  public mutating func unregisterGroup(
    _ id: MemoryGroupID
  ) throws(HotplugError) {
    try model.unregisterGroup(id)
  }
}

extension NodeExtent {
  /// The totals of a node as boot leaves it.
  fileprivate init(atBoot node: borrowing Node) {
    self.init(isFromBoot: true)
    setSpan(of: node)
    for index in node.zones.indices {
      // The counters of zones are any 64-bit numbers.
      presentPages &+= node.zones[index].presentPages
    }
  }
}
