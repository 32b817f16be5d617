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
    if let device { settleAssumption(of: device, group, in: snapshot) }
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
  mutating func claim(
    _ device: CaptureDevice, for id: MemoryGroupID, in snapshot: CaptureSnapshot
  ) {
    for block in blocks
    where device.contains(block * blockPages * Geometry.x86_64.pageSize)
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

  /// Registers the groups that a snapshot has and that aren't known, in the order
  /// of their numbers.
  ///
  /// - Parameter asNumbered: Whether the kernel's numbers are taken as they are.
  ///   What freed the numbers below them wasn't seen. Otherwise they are judged.
  mutating func registerGroups(of snapshot: CaptureSnapshot, asNumbered: Bool) {
    var spares: [MemoryGroupID] = []
    for group in snapshot.groups ?? [] where groups[group.address] == nil {
      while let id = try? register(group, in: snapshot) {
        if asNumbered, let number = group.number, UInt64(id.rawValue) < number,
          spares.count < Self.maximumSpareCount
        {
          spares.append(id)
          continue
        }
        groups[group.address] = KnownGroup(id: id, kind: group.kind, nodeID: group.nodeID)
        break
      }
    }
    for id in spares { expectDone(subject.unregister(id), .unregister(id), in: snapshot) }
  }

  /// How many numbers may be free below a group's. A capture could say any number.
  private static var maximumSpareCount: Int { 256 }

  /// Compares the groups of a snapshot, if it has them. Those that may have memory
  /// whose group a gap hides are left out.
  mutating func compareGroups(in snapshot: CaptureSnapshot) {
    for group in snapshot.groups ?? [] {
      let isOfDevice = groups[group.address].map { deviceGroups.values.contains($0.id) } ?? false
      guard unsettledDevices.isEmpty || isOfDevice else {
        omit(1, .unsettledGroups)
        continue
      }
      let modelled = groups[group.address].flatMap { subject.group($0.id) }
      func compare(
        _ name: ReplayDifference.Counter.Name, _ kernel: UInt64, _ model: UInt64?
      ) {
        self.compare(
          .group(name, address: group.address), kernel, model ?? .max, in: snapshot)
      }
      if let number = group.number {
        compare(.number, number, modelled.map { UInt64($0.id.rawValue) })
      }
      compare(
        .nodeID, UInt64(group.nodeID.rawValue), modelled.map { UInt64($0.nodeID.rawValue) })
      compare(.isDynamic, group.kind.isDynamic ? 1 : 0, modelled.map { $0.isDynamic ? 1 : 0 })
      compare(.size, group.kind.pages, modelled?.kind.pages)
      compare(.presentKernelPages, group.presentKernelPages, modelled?.presentKernelPages)
      compare(.presentMovablePages, group.presentMovablePages, modelled?.presentMovablePages)
    }
  }

  /// Unregisters the groups without memory, but for those that the kernel still has.
  mutating func unregisterGroups(in snapshot: CaptureSnapshot) {
    let kept = Set(snapshot.groups?.map(\.address) ?? [])
    for (address, known) in groups.sorted(by: { $0.value.id < $1.value.id })
    where subject.group(known.id)?.blockCount == 0 && !kept.contains(address) {
      unregister(address, in: snapshot)
    }
    for id in assumedGroups.sorted() where subject.group(id)?.blockCount == 0 {
      unregister(id, in: snapshot)
    }
  }

  mutating func unregister(_ address: UInt64, in snapshot: CaptureSnapshot) {
    guard let known = groups.removeValue(forKey: address) else { return }
    unregister(known.id, in: snapshot)
  }

  /// Unregisters a group whose address isn't known, or not any more.
  mutating func unregister(_ id: MemoryGroupID, in snapshot: CaptureSnapshot) {
    assumedGroups.remove(id)
    deviceGroups = deviceGroups.filter { $0.value != id }
    for block in blocks where subject.block(MemoryBlockID(block))?.groupID == id {
      force(block, online: false, zone: nil)
      expectDone(subject.remove(range(of: block)), .remove(block), in: snapshot)
    }
    expectDone(subject.unregister(id), .unregister(id), in: snapshot)
  }
}
