// SPDX-License-Identifier: MIT

import AutoMovable

extension ReplayMachine {
  /// Takes over a snapshot as it is: at boot, and where something wasn't
  /// recorded or was predicted wrongly.
  ///
  /// The counters of groups aren't in a snapshot. They are summed up from the
  /// blocks as far as the groups' devices are known.
  mutating func adopt(_ snapshot: CaptureSnapshot, isBoot: Bool) {
    adoptZones(snapshot)
    let memoryMap = isBoot ? MemoryMap(snapshot.memoryMap) : nil
    let old = sections
    sections = SectionMap()
    pending = [:]
    for block in snapshot.blocks {
      let device = device(of: block, in: snapshot)
      // Early memory is online at boot; firmware may announce more, offline.
      let isEarly = isBoot && device == nil && block.isOnline
      for number in sections(ofBlock: block.index) {
        if let memoryMap, !memoryMap.hasMemory(inSection: number) { continue }
        if isEarly { earlySections.insert(number) }
        guard block.isOnline else { continue }
        let groupID = old[number]?.groupID ?? groupID(ofBlock: block.index, of: device)
        sections.add(
          MemoryGeometry.pagesPerSection, to: number,
          as: SectionMap.Section(
            zone: block.zone ?? zone(ofSection: number, on: block.nodeID),
            nodeID: block.nodeID, groupID: groupID, pages: 0))
      }
    }
    state.sections = sections.runs
    sumUpGroups()
    findUnsettledDevices(in: snapshot)
  }

  /// Looks for hotplugged memory whose group isn't known.
  mutating func findUnsettledDevices(in snapshot: CaptureSnapshot) {
    devices = snapshot.devices
    unsettledDevices = [:]
    for block in snapshot.blocks {
      guard let section = onlineSection(ofBlock: block.index), section.groupID == nil,
        !earlySections.contains(sections(ofBlock: block.index).lowerBound)
      else { continue }
      // Without devices it may be anyone's memory.
      let device = device(of: block, in: snapshot)
      unsettledDevices[device?.id ?? ""] = device?.isVirtioMem ?? true
    }
  }

  private func device(
    of block: CaptureBlock, in snapshot: CaptureSnapshot
  ) -> CaptureDevice? {
    snapshot.devices.first { $0.contains(block.index &* snapshot.blockSize) }
  }

  /// The group that a block of a device must be in; for memory that QEMU knows no
  /// device of, the group that decisions about the block were about.
  private func groupID(ofBlock block: UInt64, of device: CaptureDevice?) -> MemoryGroupID? {
    if let device { return deviceGroups[device.id] }
    return groups.values.first { $0.blocks.contains(block) }?.id
  }

  private mutating func adoptZones(_ snapshot: CaptureSnapshot) {
    for counters in snapshot.zones {
      state.updateZone(counters.type, of: counters.nodeID) {
        $0 = Zone(
          startPFN: counters.raw?.startPFN ?? counters.startPFN ?? 0,
          spannedPages: counters.raw?.spanned ?? counters.spanned ?? 0,
          presentPages: counters.present,
          // What wasn't recorded stays; at boot all memory is early.
          presentEarlyPages: counters.presentEarly
            ?? (bootSpans.isEmpty ? counters.present : $0.presentEarlyPages),
          cmaPages: counters.cma ?? 0)
      }
    }
    guard bootSpans.isEmpty else { return }
    let limit = MemoryGeometry.sectionCount
    for node in state.nodes {
      for type in ZoneType.allCases where node[type].spannedPages > 0 {
        let end = node[type].endPFN
        guard end > node[type].startPFN, end / MemoryGeometry.pagesPerSection <= limit else {
          continue
        }
        bootSpans[ReplayAnswer(zone: type, nodeID: node.id)] = node[type].startPFN..<end
      }
    }
  }

  /// The zone of a section that shares its block with other zones.
  private func zone(ofSection number: UInt64, on nodeID: NodeID) -> ZoneType {
    let range = PageRange(
      startPFN: number * MemoryGeometry.pagesPerSection,
      pageCount: MemoryGeometry.pagesPerSection)
    guard let node = state.nodes.first(where: { $0.id == nodeID }) else { return .normal }
    return ZoneType.allCases.first { node[$0].intersects(range) } ?? .normal
  }

  private mutating func sumUpGroups() {
    for group in state.groups.groups {
      state.groups.update(group.id) {
        $0.presentKernelPages = 0
        $0.presentMovablePages = 0
      }
    }
    for section in sections.sections.values {
      guard let groupID = section.groupID else { continue }
      state.groups.update(groupID) {
        // At most the pages of all sections, far below 2^64.
        if section.zone == .movable {
          $0.presentMovablePages &+= section.pages
        } else {
          $0.presentKernelPages &+= section.pages
        }
      }
    }
  }
}
