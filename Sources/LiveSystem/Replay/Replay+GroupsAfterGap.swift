// SPDX-License-Identifier: MIT

import AutoMovable

/// Which memory is in which group after something wasn't recorded.
extension Replay {
  /// Unregisters the groups that went, registers those that came, and finds the
  /// devices that they are of. One that is left over has the memory of no device that
  /// QEMU knows.
  mutating func followGroups(of snapshot: CaptureSnapshot) {
    guard let listed = snapshot.groups else { return assumeGroups(in: snapshot) }
    for id in assumedGroups.sorted() { unregister(id, in: snapshot) }
    for (address, known) in groups.sorted(by: { $0.value.id < $1.value.id })
    where !listed.contains(where: { $0.address == address && $0.isSame(as: known) }) {
      unregister(address, in: snapshot)
    }
    registerGroups(of: snapshot, asNumbered: true)
    deviceGroups = deviceGroups.filter { name, _ in
      snapshot.devices.contains { $0.id == name }
    }
    while let (device, id) = findGroup(in: snapshot) {
      deviceGroups[device.id] = id
      unsettledDevices[device.id] = nil
      claim(device, for: id, in: snapshot)
    }
    let others = listed.compactMap { groups[$0.address]?.id }
      .filter { !deviceGroups.values.contains($0) }
    if others.count == 1, snapshot.devices.allSatisfy({ deviceGroups[$0.id] != nil }) {
      deviceGroups[""] = others[0]
    }
  }

  /// Registers the groups of DIMMs in a capture that doesn't list groups: the driver of a DIMM
  /// registers one of all its pages, which says where its next block goes.
  private mutating func assumeGroups(in snapshot: CaptureSnapshot) {
    deviceGroups = deviceGroups.filter { name, id in
      !assumedGroups.contains(id) || snapshot.devices.contains { $0.id == name }
    }
    for id in assumedGroups.sorted() where !deviceGroups.values.contains(id) {
      unregister(id, in: snapshot)
    }
    for device in snapshot.devices where device.type == "dimm" && deviceGroups[device.id] == nil {
      guard
        let block = snapshot.blocks.first(where: {
          device.contains($0.index * snapshot.blockSize)
        })
      else { continue }
      let kind = MemoryGroup.Kind.static(
        maxPages: device.maximumSize / Geometry.x86_64.pageSize)
      do throws(HotplugError) {
        try kind.validateSize(blockPages: blockPages)
      } catch { continue }
      let node = device.node.flatMap { Int32(exactly: $0) }.map { NodeID($0) } ?? block.nodeID
      guard node.isPossible, let id = Int32(exactly: subject.register(kind, on: node)), id >= 0
      else { continue }
      assumedGroups.insert(MemoryGroupID(id))
      deviceGroups[device.id] = MemoryGroupID(id)
      unsettledDevices[device.id] = nil
      claim(device, for: MemoryGroupID(id), in: snapshot)
    }
  }

  /// Gives the group that was assumed of a device the address that it turns out to have, or
  /// takes it away if it is another one.
  mutating func settleAssumption(
    of device: CaptureDevice, _ group: CaptureGroup, in snapshot: CaptureSnapshot
  ) {
    guard let id = deviceGroups[device.id], assumedGroups.contains(id) else { return }
    if let assumed = subject.group(id), assumed.kind == group.kind,
      assumed.nodeID == group.nodeID, groups[group.address] == nil
    {
      assumedGroups.remove(id)
      groups[group.address] = KnownGroup(id: id, kind: group.kind, nodeID: group.nodeID)
    } else {
      unregister(id, in: snapshot)
      unsettledDevices[device.id] = false
    }
  }

  /// A device without a known group, and the group that it has for certain: the only
  /// one that fits no other device, or that counts what this device alone has.
  private func findGroup(in snapshot: CaptureSnapshot) -> (CaptureDevice, MemoryGroupID)? {
    let devices = snapshot.devices.filter { deviceGroups[$0.id] == nil }
    let free = (snapshot.groups ?? []).filter { group in
      groups[group.address].map { !deviceGroups.values.contains($0.id) } ?? false
    }
    for doesCount in [false, true] {
      func fits(_ group: CaptureGroup, _ device: CaptureDevice) -> Bool {
        group.fits(device, blockSize: snapshot.blockSize)
          && (!doesCount || group.counts(device, in: snapshot))
      }
      for device in devices {
        let fitting = free.filter { fits($0, device) }
        if fitting.count == 1, devices.count(where: { fits(fitting[0], $0) }) == 1,
          let known = groups[fitting[0].address]
        {
          return (device, known.id)
        }
      }
    }
    return nil
  }
}

extension CaptureGroup {
  /// Whether it can be the group that was known at its address.
  fileprivate func isSame<Subject>(as known: Replay<Subject>.KnownGroup) -> Bool {
    kind == known.kind && nodeID == known.nodeID
      && number.map { $0 == UInt64(known.id.rawValue) } != false
  }

  /// Whether it is as the driver of a device registers it.
  fileprivate func fits(_ device: CaptureDevice, blockSize: UInt64) -> Bool {
    if let node = device.node, node != UInt64(nodeID.rawValue) { return false }
    let pageSize = Geometry.x86_64.pageSize
    return switch kind {
    case .static(let maxPages):
      device.type == "dimm" && maxPages == device.maximumSize / pageSize
    case .dynamic(let unitPages):
      device.isVirtioMem && unitPages == max(device.blockSize ?? 0, blockSize) / pageSize
    }
  }

  /// Whether it counts the memory of a device.
  fileprivate func counts(_ device: CaptureDevice, in snapshot: CaptureSnapshot) -> Bool {
    let online = snapshot.blocks.filter {
      $0.isOnline && device.contains($0.index * snapshot.blockSize)
    }
    let movable = online.count { $0.zone == .movable }
    let blockPages = snapshot.blockSize / Geometry.x86_64.pageSize
    return presentMovablePages == UInt64(movable) * blockPages
      && presentKernelPages == UInt64(online.count - movable) * blockPages
  }
}
