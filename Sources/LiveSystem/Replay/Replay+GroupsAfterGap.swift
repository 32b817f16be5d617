// SPDX-License-Identifier: MIT

import AutoMovable

/// Which memory is in which group after something wasn't recorded.
extension Replay {
  /// Unregisters the groups that went, registers those that came, and finds the
  /// devices that they are of. One that is left over has the memory of no device that
  /// QEMU knows.
  mutating func followGroups(of snapshot: CaptureSnapshot) {
    guard let listed = snapshot.groups else { return }
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
