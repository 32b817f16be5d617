// SPDX-License-Identifier: MIT

extension MemoryModel {
  /// Registers a group; see ``MemoryGroupRegistry/register(_:nodeID:)``.
  ///
  /// - Complexity: O(*g*), where *g* is the number of groups.
  public mutating func registerGroup(
    _ kind: MemoryGroup.Kind, nodeID: NodeID
  ) throws(HotplugError) -> MemoryGroupID {
    let id = try state.groups.register(kind, nodeID: nodeID)
    // A new group has the lowest free id, so all ids before it are taken.
    insertShare(at: Int(id.rawValue))
    return id
  }

  /// Adds a group with the id and the counters that it has elsewhere; see
  /// ``MemoryGroupRegistry/restore(_:)``.
  ///
  /// - Complexity: Amortized O(1)
  public mutating func restoreGroup(_ group: MemoryGroup) throws(HotplugError) {
    try state.groups.restore(group)
    insertShare(at: shares.count)
  }

  /// Unregisters a group; see ``MemoryGroupRegistry/unregister(_:)``.
  ///
  /// - Complexity: O(*g*), where *g* is the number of groups.
  public mutating func unregisterGroup(
    _ id: MemoryGroupID
  ) throws(HotplugError) {
    let (position, group) = try state.groups.remove(id)
    let share = shares.remove(at: position)
    systemSums.remove(share)
    nodeSums[Int(group.nodeID.rawValue)].remove(share)
  }

  /// Notes that blocks were added to a group, or removed from it if the number
  /// is negative. Only unregistering looks at that.
  ///
  /// - Throws: `noSuchGroup`; nothing has changed then.
  /// - Complexity: O(1) besides finding the group.
  public mutating func adjustBlockCount(
    of id: MemoryGroupID, by count: Int32
  ) throws(MemoryModelError) {
    guard state.groups.update(id, { $0.adjustBlockCount(by: count) }) else {
      throw .noSuchGroup(id)
    }
  }

  /// Changes a group's counters together with the sums that it is part of.
  ///
  /// The group keeps its id, node and kind.
  @inline(__always)
  mutating func changeGroup(
    at position: Int, _ body: (inout MemoryGroup) -> Void
  ) {
    removeShare(ofGroupAt: position)
    body(&state.groups.groups[position])
    addShare(ofGroupAt: position)
  }

  private mutating func insertShare(at position: Int) {
    shares.insert(GroupStatistics(), at: position)
    addShare(ofGroupAt: position)
  }
}

extension MemoryGroup {
  fileprivate mutating func adjustBlockCount(by count: Int32) {
    // Lists are far shorter than 2^31 blocks; a wrong number must not trap.
    blockCount &+= UInt32(bitPattern: count)
  }
}
