// SPDX-License-Identifier: MIT

import AutoMovable
import CReference

extension UnsafeMutablePointer where Pointee == pglist_data {
  /// The bits in which a node of the port and one of the core differ.
  @inline(__always)
  func difference(from node: borrowing Node, _ totals: borrowing NodeExtent) -> UInt64 {
    var bits = UInt64(bitPattern: Int64(unsafe pointee.node_id ^ node.id.rawValue))
    bits |= unsafe UInt64(pointee.node_start_pfn) ^ totals.startPFN
    bits |= unsafe UInt64(pointee.node_spanned_pages) ^ totals.spannedPages
    bits |= unsafe UInt64(pointee.node_present_pages) ^ totals.presentPages
    let zones = unsafe zones
    for type in 0..<ZoneType.count {
      let zone = node.zones[type]
      bits |= unsafe UInt64(zones[type].zone_start_pfn) ^ zone.startPFN
      bits |= unsafe UInt64(zones[type].spanned_pages) ^ zone.spannedPages
      bits |= unsafe UInt64(zones[type].present_pages) ^ zone.presentPages
      bits |= unsafe UInt64(zones[type].present_early_pages) ^ zone.presentEarlyPages
      bits |= unsafe UInt64(zones[type].cma_pages) ^ zone.cmaPages
    }
    return bits
  }
}

extension UnsafeMutablePointer where Pointee == memory_group {
  /// The bits in which a group of the port and one of the core differ.
  @inline(__always)
  func difference(from group: borrowing MemoryGroup) -> UInt64 {
    let isDynamic = group.isDynamic
    guard unsafe pointee.is_dynamic == isDynamic else { return .max }
    var bits =
      unsafe UInt64(isDynamic ? pointee.d.unit_pages : pointee.s.max_pages)
      ^ group.kind.pages
    bits |= UInt64(bitPattern: Int64(unsafe pointee.nid ^ group.nodeID.rawValue))
    bits |= unsafe UInt64(pointee.present_kernel_pages) ^ group.presentKernelPages
    bits |= unsafe UInt64(pointee.present_movable_pages) ^ group.presentMovablePages
    bits |= UInt64(unsafe pointee.nr_memory_blocks ^ group.blockCount)
    return bits
  }
}
