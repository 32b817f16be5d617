// SPDX-License-Identifier: MIT

import AutoMovable
import CReference

extension ReferenceMachine: ExplorableMachine {
  /// All that operations change of the port and its notifier.
  public struct Saved {
    fileprivate var bytes: [UInt8]
    fileprivate let notifier: PortNotifier
  }

  public func save() -> Saved {
    let size = unsafe memory_hotplug_save(context, nil, 0)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = unsafe memory_hotplug_save(context, buffer.baseAddress, size)
    }
    return Saved(bytes: bytes, notifier: unsafe notifier.pointee)
  }

  public func restore(_ saved: Saved) {
    unsafe saved.bytes.withUnsafeBytes {
      unsafe memory_hotplug_restore(context, $0.baseAddress, $0.count)
    }
    unsafe notifier.pointee = saved.notifier
  }

  public func write(_ image: inout StateImage, blocks: [UInt64]) {
    let parameters = unsafe memory_hotplug_get_params(context)
    image.addParameters(
      policy: parameters.online_policy, ratio: parameters.auto_movable_ratio,
      isNUMAAware: parameters.auto_movable_numa_aware, memmapMode: parameters.memmap_mode,
      onlineType: parameters.default_online_type)
    image.begin("notifier")
    image.addRefusal(unsafe notifier.pointee.goingOnline)
    image.addRefusal(unsafe notifier.pointee.goingOffline)
    addNodes(to: &image)
    addGroups(to: &image)
    let sectionPages = geometry.pagesPerSection
    let sectionsPerBlock = unsafe notifier.pointee.blockPages / sectionPages
    for id in blocks {
      addBlock(id, to: &image)
      for number in id * sectionsPerBlock..<(id + 1) * sectionsPerBlock {
        let page = unsafe pfn_to_online_page(context, UInt(number * sectionPages))
        image.addSection(
          number,
          unsafe page.map {
            unsafe (Int32(truncatingIfNeeded: $0.pointee.zone.rawValue), $0.pointee.nid)
          })
      }
    }
  }

  private func addNodes(to image: inout StateImage) {
    var node = unsafe first_online_pgdat(context)
    while let pgdat = unsafe node {
      image.addNode(
        unsafe pgdat.pointee.node_id, startPFN: UInt64(unsafe pgdat.pointee.node_start_pfn),
        spannedPages: UInt64(unsafe pgdat.pointee.node_spanned_pages),
        presentPages: UInt64(unsafe pgdat.pointee.node_present_pages))
      let zones = unsafe pgdat.zones
      for type in 0..<ZoneType.count {
        image.addZone(
          type, UInt64(unsafe zones[type].zone_start_pfn),
          UInt64(unsafe zones[type].spanned_pages), UInt64(unsafe zones[type].present_pages),
          UInt64(unsafe zones[type].present_early_pages),
          UInt64(unsafe zones[type].cma_pages))
      }
      unsafe node = pgdat.pointee.next_online_pgdat
    }
  }

  private func addGroups(to image: inout StateImage) {
    for mgid in unsafe groups.indices {
      guard let group = unsafe groups[mgid] else { continue }
      let isDynamic = unsafe group.pointee.is_dynamic
      image.addGroup(
        Int32(mgid), nid: unsafe group.pointee.nid, isDynamic: isDynamic,
        size: UInt64(
          isDynamic ? unsafe group.pointee.d.unit_pages : unsafe group.pointee.s.max_pages),
        kernelPages: UInt64(unsafe group.pointee.present_kernel_pages),
        movablePages: UInt64(unsafe group.pointee.present_movable_pages),
        blockCount: unsafe group.pointee.nr_memory_blocks)
    }
  }

  private func addBlock(_ id: UInt64, to image: inout StateImage) {
    guard let block = unsafe find_memory_block_by_id(context, UInt(id)) else {
      return image.addMissingBlock(id)
    }
    image.addBlock(
      id, nid: unsafe block.pointee.nid, groupID: unsafe groupID(block.pointee.group),
      state: UInt64(unsafe block.pointee.state), onlineType: unsafe block.pointee.online_type,
      zone: unsafe ZoneType(block.pointee.zone).map { Int32($0.rawValue) } ?? -1,
      vmemmapPages: UInt64(unsafe block.pointee.nr_vmemmap_pages),
      isOffline: unsafe block.pointee.dev.offline,
      isEarly: unsafe !block.pointee.hotplugged)
  }

  /// The number of a block's group, or -1.
  private func groupID(_ group: UnsafeMutablePointer<memory_group>?) -> Int32 {
    guard let group = unsafe group else { return -1 }
    // It may not be registered any more.
    return unsafe groups.firstIndex(of: group).map { Int32($0) } ?? -2
  }
}
