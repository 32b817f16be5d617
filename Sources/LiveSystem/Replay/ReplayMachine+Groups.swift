// SPDX-License-Identifier: MIT

import AutoMovable

extension ReplayMachine {
  /// What a decision tells about its group.
  enum Sighting {
    /// The group is known, or new with no memory online.
    case known(MemoryGroupID)
    /// The group has memory online that wasn't recorded; its counters are
    /// taken over.
    case adopted(MemoryGroupID)
  }

  /// Finds the group of a decision, registering one that is new.
  ///
  /// A group whose address now holds another kind of group was unregistered in
  /// between.
  mutating func sight(
    _ group: CaptureGroup, at pfn: UInt64, devices: [CaptureDevice]
  ) throws(HotplugError) -> Sighting {
    let device = devices.first { $0.contains(pfn &* MemoryGeometry.pageSize) }
    let block = block(of: pfn)
    if let known = groups[group.address], let current = state.groups[known.id] {
      if current.kind == group.kind, current.nodeID == group.nodeID {
        groups[group.address]?.blocks.insert(block)
        return .known(known.id)
      }
      forget(group.address)
    }
    let id = try state.groups.register(group.kind, nodeID: group.nodeID)
    groups[group.address] = KnownGroup(id: id, blocks: [block])
    if let device { deviceGroups[device.id] = id }
    let isUnsettled = unsettledDevices.removeValue(forKey: device?.id ?? "") != nil
    guard isUnsettled else { return .known(id) }
    state.groups.update(id) {
      $0.presentKernelPages = group.presentKernelPages
      $0.presentMovablePages = group.presentMovablePages
    }
    if let device { sections.claim(device, for: id) }
    return .adopted(id)
  }

  /// Unregisters the groups without pages whose blocks are all gone.
  mutating func forgetGroups(withoutBlocksIn blocks: Set<UInt64>) {
    let gone = groups.filter { isEmpty($0.value.id) && $0.value.blocks.isDisjoint(with: blocks) }
    for address in gone.keys { forget(address) }
  }

  private func isEmpty(_ id: MemoryGroupID) -> Bool {
    guard let group = state.groups[id] else { return true }
    return group.presentKernelPages == 0 && group.presentMovablePages == 0
  }

  private mutating func forget(_ address: UInt64) {
    guard let known = groups.removeValue(forKey: address) else { return }
    deviceGroups = deviceGroups.filter { $0.value != known.id }
    sections.release(known.id)
    // Nothing counts the blocks of a group here, so this can't be refused.
    try? state.groups.unregister(known.id)
  }
}
