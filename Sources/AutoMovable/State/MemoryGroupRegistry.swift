// SPDX-License-Identifier: MIT

/// The registered memory groups, by ascending id.
///
/// Mirrors the xarray `memory_groups` and the functions over it.
@frozen
public struct MemoryGroupRegistry: Equatable, Sendable {
  /// The groups, ids ascending.
  public internal(set) var groups: [MemoryGroup]

  /// The nodes that a group may belong to.
  public let possibleNodes: NodeSet

  /// The size of a memory block, in pages: the smallest unit.
  public let blockPages: UInt64

  /// The highest id that is given out. Mirrors `xa_limit_31b`; only tests lower
  /// it.
  var maximumID: Int32 = .max

  /// Creates an empty registry.
  ///
  /// - Parameters:
  ///   - possibleNodes: The nodes that a group may belong to.
  ///   - blockPages: The size of a memory block, in pages; a power of two of at
  ///     least ``Geometry/minimumBlockPages``.
  public init(
    possibleNodes: NodeSet = .all,
    blockPages: UInt64 = Geometry.x86_64.minimumBlockPages
  ) {
    self.groups = []
    self.possibleNodes = possibleNodes
    self.blockPages = blockPages
  }
}

// MARK: Registration

extension MemoryGroupRegistry {
  /// Registers a group under the lowest free id, its counters 0.
  ///
  /// Mirrors `memory_group_register_static` and
  /// `memory_group_register_dynamic`.
  ///
  /// - Throws: `emptyGroup`, `invalidUnit`, `impossibleNode` or
  ///   `noFreeGroupID`, looked for in this order.
  /// - Complexity: O(*n*), where *n* is the number of groups.
  public mutating func register(
    _ kind: MemoryGroup.Kind, nodeID: NodeID
  ) throws(HotplugError) -> MemoryGroupID {
    try validate(kind, nodeID: nodeID)
    let position = firstGap
    guard let rawID = Int32(exactly: position), rawID <= maximumID else {
      throw .noFreeGroupID
    }
    let id = MemoryGroupID(rawID)
    groups.insert(MemoryGroup(id: id, nodeID: nodeID, kind: kind), at: position)
    return id
  }

  /// Adds a group with the id and the counters that it has elsewhere.
  ///
  /// - Throws: `emptyGroup`, `invalidUnit`, `impossibleNode`, `noSuchGroup` if the
  ///   id is negative, or `groupExists` unless it is above all others, looked for
  ///   in this order.
  /// - Complexity: Amortized O(1)
  public mutating func restore(_ group: MemoryGroup) throws(HotplugError) {
    try validate(group.kind, nodeID: group.nodeID)
    guard group.id.rawValue >= 0 else { throw .noSuchGroup }
    guard groups.isEmpty || groups[groups.count - 1].id < group.id else {
      throw .groupExists
    }
    groups.append(group)
  }

  /// Unregisters a group; its id is free at once.
  ///
  /// Mirrors `memory_group_unregister`.
  ///
  /// - Throws: `noSuchGroup`, or `groupHasBlocks` if a memory block belongs
  ///   to the group, online or not.
  /// - Complexity: O(*n*), where *n* is the number of groups.
  public mutating func unregister(_ id: MemoryGroupID) throws(HotplugError) {
    _ = try remove(id)
  }

  /// Unregisters a group.
  ///
  /// - Returns: The group, and at which position it was.
  mutating func remove(
    _ id: MemoryGroupID
  ) throws(HotplugError) -> (position: Int, group: MemoryGroup) {
    guard let index = index(forID: id) else { throw .noSuchGroup }
    guard groups[index].blockCount == 0 else { throw .groupHasBlocks }
    return (index, groups.remove(at: index))
  }

  /// Removes all groups, whatever belongs to them.
  public mutating func removeAll(keepingCapacity: Bool = false) {
    groups.removeAll(keepingCapacity: keepingCapacity)
  }

  @inline(__always)
  private func validate(
    _ kind: MemoryGroup.Kind, nodeID: NodeID
  ) throws(HotplugError) {
    try kind.validateSize(blockPages: blockPages)
    guard possibleNodes.contains(nodeID) else { throw .impossibleNode }
  }

  /// The position of the lowest free id, which is that id too: all groups
  /// before it have their position as id.
  private var firstGap: Int {
    partitionPoint(groups.count) { Int(groups[$0].id.rawValue) == $0 }
  }
}

// MARK: Lookup

extension MemoryGroupRegistry {
  /// The group with an id. Mirrors `memory_group_find_by_id`.
  ///
  /// - Complexity: O(1) if no lower id is free, O(log *n*) otherwise.
  @inlinable
  public subscript(id: MemoryGroupID) -> MemoryGroup? {
    guard let index = index(forID: id) else { return nil }
    return groups[index]
  }

  /// Changes the counters of a registered group.
  ///
  /// - Returns: Whether there is such a group.
  @discardableResult
  public mutating func update(
    _ id: MemoryGroupID, _ body: (inout MemoryGroup) -> Void
  ) -> Bool {
    guard let index = index(forID: id) else { return false }
    body(&groups[index])
    return true
  }

  /// The position in `groups` of the group with an id.
  @inlinable
  public func index(forID id: MemoryGroupID) -> Int? {
    groups.span.index(forID: id)
  }
}
