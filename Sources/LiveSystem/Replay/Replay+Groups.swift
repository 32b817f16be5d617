// SPDX-License-Identifier: MIT

import AutoMovable

extension Replay {
  /// Finds the group of a decision, registering one that is new, and compares its
  /// counters.
  ///
  /// A group whose address now holds another kind of group was unregistered in
  /// between.
  mutating func sight(
    _ decision: CaptureDecision, in snapshot: CaptureSnapshot
  ) throws(SnapshotError) -> MemoryGroupID? {
    guard let group = decision.group else { return nil }
    let pfn = decision.range.startPFN
    let device = device(of: pfn / blockPages, in: snapshot)
    let id: MemoryGroupID
    if let known = groups[group.address], known.kind == group.kind,
      known.nodeID == group.nodeID
    {
      id = known.id
    } else {
      if groups[group.address] != nil { unregister(group.address, in: snapshot) }
      guard let new = try register(group, in: snapshot) else { return nil }
      id = new
      groups[group.address] = KnownGroup(id: id, kind: group.kind, nodeID: group.nodeID)
    }
    let isUnsettled = unsettledDevices.removeValue(forKey: device?.id ?? "") != nil
    if let device {
      deviceGroups[device.id] = id
      if isUnsettled { claim(device, for: id, in: snapshot) }
    }
    compareCounters(of: group, id, at: pfn, in: snapshot)
    return id
  }

  private mutating func register(
    _ group: CaptureGroup, in snapshot: CaptureSnapshot
  ) throws(SnapshotError) -> MemoryGroupID? {
    do throws(HotplugError) {
      guard group.nodeID.isPossible else { throw .impossibleNode }
      try group.kind.validateSize(blockPages: blockPages)
    } catch {
      throw SnapshotError(field: "group", problem: "no kernel registers such a group: \(error)")
    }
    let result = subject.register(group.kind, on: group.nodeID)
    expectDone(result, .register(group.kind), in: snapshot)
    return result < 0 ? nil : Int32(exactly: result).map { MemoryGroupID($0) }
  }

  private mutating func compareCounters(
    of group: CaptureGroup, _ id: MemoryGroupID, at pfn: UInt64,
    in snapshot: CaptureSnapshot
  ) {
    let replayed = subject.group(id)
    compare(
      .group(.presentKernelPages, address: group.address), at: pfn, group.presentKernelPages,
      replayed?.presentKernelPages ?? 0, in: snapshot)
    compare(
      .group(.presentMovablePages, address: group.address), at: pfn,
      group.presentMovablePages, replayed?.presentMovablePages ?? 0, in: snapshot)
  }

  /// Takes the memory of a device that is in no group into one.
  private mutating func claim(
    _ device: CaptureDevice, for id: MemoryGroupID, in snapshot: CaptureSnapshot
  ) {
    for block in blocks
    where device.contains(block * blockPages * MemoryGeometry.pageSize)
      && subject.block(MemoryBlockID(block))?.groupID != id
    {
      move(block, to: .group(id), in: snapshot)
    }
  }

  /// Looks for hotplugged memory whose group isn't known.
  mutating func findUnsettledDevices(in snapshot: CaptureSnapshot) {
    unsettledDevices = [:]
    for block in snapshot.blocks where block.isOnline {
      guard let current = subject.block(MemoryBlockID(block.index)), !current.isEarly,
        current.groupID == nil
      else { continue }
      // Without devices it may be anyone's memory.
      let device = device(of: block.index, in: snapshot)
      unsettledDevices[device?.id ?? ""] = device?.isVirtioMem ?? true
    }
  }

  /// Unregisters the groups without memory.
  mutating func unregisterGroups(in snapshot: CaptureSnapshot) {
    for (address, known) in groups.sorted(by: { $0.value.id < $1.value.id })
    where subject.group(known.id)?.blockCount == 0 {
      unregister(address, in: snapshot)
    }
  }

  private mutating func unregister(_ address: UInt64, in snapshot: CaptureSnapshot) {
    guard let known = groups.removeValue(forKey: address) else { return }
    deviceGroups = deviceGroups.filter { $0.value != known.id }
    for block in blocks where subject.block(MemoryBlockID(block))?.groupID == known.id {
      force(block, online: false, zone: nil)
      expectDone(subject.remove(range(of: block)), .remove(block), in: snapshot)
    }
    expectDone(subject.unregister(known.id), .unregister(known.id), in: snapshot)
  }
}
