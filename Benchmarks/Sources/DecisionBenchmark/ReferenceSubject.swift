// SPDX-License-Identifier: MIT

import AutoMovable
import CReference

/// The C port's side of a `DecisionFixture`.
@safe
final class ReferenceSubject {
  private let context: OpaquePointer
  private let testTrace = UnsafeMutablePointer<auto_movable_trace>.allocate(capacity: 1)
  private let zoneTrace = UnsafeMutablePointer<zone_trace>.allocate(capacity: 1)

  /// Makes a machine without memory.
  init() {
    unsafe context = memory_hotplug_alloc()!
    unsafe memory_hotplug_set_params(context, 1, 301, true, false)
    unsafe testTrace.initialize(to: auto_movable_trace())
    unsafe zoneTrace.initialize(to: zone_trace())
  }

  deinit {
    unsafe memory_hotplug_free(context)
    unsafe testTrace.deallocate()
    unsafe zoneTrace.deallocate()
  }
}

extension ReferenceSubject {
  /// Adds a node with what its normal and its movable zone have.
  func add(_ node: Node) {
    let target = unsafe memory_hotplug_add_node(context, node.id.rawValue)!
    unsafe withUnsafeMutableBytes(of: &target.pointee.node_zones) {
      let zones = unsafe $0.assumingMemoryBound(to: zone.self)
      for type in [ZoneType.normal, .movable] {
        let index = Int(type.rawValue)
        unsafe zones[index].zone_start_pfn = UInt(node[type].startPFN)
        unsafe zones[index].spanned_pages = UInt(node[type].spannedPages)
        unsafe zones[index].present_pages = UInt(node[type].presentPages)
        unsafe zones[index].present_early_pages = UInt(node[type].presentEarlyPages)
      }
    }
  }

  /// Adds a dynamic group.
  func add(_ group: MemoryGroup, unitPages: UInt) {
    let mgid = unsafe memory_group_register_dynamic(
      context, group.nodeID.rawValue, unitPages)
    unsafe memory_group_find_by_id(context, mgid)!.pointee.present_movable_pages =
      UInt(group.presentMovablePages)
  }

  /// System-wide ratio tests; see `DecisionFixture.ratioTests`.
  func ratioTests(_ count: Int) -> UInt64 {
    let target = unsafe memory_group_find_by_id(context, 0)
    var sum: UInt64 = 0
    for index in 0..<count {
      let isAllowed = unsafe auto_movable_can_online_movable(
        context, -1, target, UInt(index & 0xFFFF), testTrace)
      unsafe sum &+= UInt64(testTrace.pointee.limit)
      sum &+= isAllowed ? 1 : 0
    }
    return sum
  }

  /// Zone choices; see `DecisionFixture.zoneChoices`.
  func zoneChoices(_ count: Int) -> UInt64 {
    let target = unsafe memory_group_find_by_id(context, 0)
    var sum: UInt64 = 0
    for index in 0..<count {
      let zone = unsafe zone_for_pfn_range(
        context, 1, 0, target, UInt(index & 0xFFFF) << 15, 32768, zoneTrace)!
      unsafe sum &+= UInt64(zone_idx(zone).rawValue) &+ UInt64(zoneTrace.pointee.tested_pages)
    }
    return sum
  }
}
