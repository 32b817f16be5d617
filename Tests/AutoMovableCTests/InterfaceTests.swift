// SPDX-License-Identifier: MIT

import AutoMovable
import AutoMovableC
import CAutoMovable
import Testing

/// The C interface as a module of the package; `make check-library` has the library.
struct InterfaceTests {
  private let block: UInt64 = 32_768

  private var node: automovable_node {
    var node = automovable_node()
    node.zones.2 = automovable_zone(
      start_pfn: 0x10_0000, spanned_pages: 0x10_0000, present_pages: 0x10_0000,
      present_early_pages: 0x10_0000, cma_pages: 0)
    return node
  }

  private var policy: automovable_policy {
    var policy = automovable_policy()
    _ = unsafe automovable_policy_init(&policy)
    policy.online_policy = AUTOMOVABLE_AUTO_MOVABLE.rawValue
    return policy
  }

  @Test
  func numbersOfZonesAreTheCores() {
    let zones: [ZoneType: automovable_zone_type] = [
      .dma: AUTOMOVABLE_ZONE_DMA, .dma32: AUTOMOVABLE_ZONE_DMA32,
      .normal: AUTOMOVABLE_ZONE_NORMAL, .movable: AUTOMOVABLE_ZONE_MOVABLE,
      .device: AUTOMOVABLE_ZONE_DEVICE,
    ]
    for zone in ZoneType.allCases {
      #expect(zones[zone]?.rawValue == UInt32(zone.rawValue))
      #expect(unsafe String(cString: automovable_zone_name(UInt32(zone.rawValue))) == "\(zone)")
    }
    #expect(AUTOMOVABLE_ZONES.rawValue == UInt32(ZoneType.count))
  }

  @Test
  func numbersOfWishesAndPoliciesAreTheCores() {
    let types: [OnlineType: automovable_online_type] = [
      .offline: AUTOMOVABLE_OFFLINE, .online: AUTOMOVABLE_ONLINE,
      .onlineKernel: AUTOMOVABLE_ONLINE_KERNEL, .onlineMovable: AUTOMOVABLE_ONLINE_MOVABLE,
    ]
    for type in OnlineType.allCases {
      #expect(types[type]?.rawValue == UInt32(type.rawValue))
    }
    #expect(AUTOMOVABLE_CONTIG_ZONES.rawValue == UInt32(OnlinePolicy.contigZones.rawValue))
    #expect(AUTOMOVABLE_AUTO_MOVABLE.rawValue == UInt32(OnlinePolicy.autoMovable.rawValue))
  }

  @Test
  func numbersOfReasonsAreTheCores() {
    let reasons: [OnlineDecision.Reason: automovable_zone_exit] = [
      .kernelRequested: AUTOMOVABLE_EXIT_KERNEL_REQUESTED,
      .movableRequested: AUTOMOVABLE_EXIT_MOVABLE_REQUESTED,
      .contiguousZones: AUTOMOVABLE_EXIT_CONTIG_ZONES,
      .ratioIsZero: AUTOMOVABLE_EXIT_RATIO_ZERO,
      .groupHasKernelPages: AUTOMOVABLE_EXIT_GROUP_KERNEL_PAGES,
      .unitHasKernelSection: AUTOMOVABLE_EXIT_UNIT_KERNEL_SECTION,
      .refusedBySystem: AUTOMOVABLE_EXIT_REFUSED_SYSTEM,
      .refusedByNode: AUTOMOVABLE_EXIT_REFUSED_NODE,
      .allowed: AUTOMOVABLE_EXIT_MOVABLE,
    ]
    for (reason, exit) in reasons {
      #expect(exit.rawValue == UInt32(reason.rawValue))
    }
    #expect(OnlineDecision.Reason(rawValue: UInt8(reasons.count)) == nil)
  }

  @Test
  func arraysAndModelsAnswerAlike() {
    var nodes = [node]
    var policy = policy
    var answer = automovable_answer()
    unsafe nodes.withUnsafeMutableBufferPointer { nodes in
      var machine = unsafe automovable_machine()
      unsafe machine.nr_nodes = 1
      unsafe machine.nodes = UnsafePointer(nodes.baseAddress)
      let zone = unsafe automovable_zone_for_pfn_range(
        &policy, &machine, AUTOMOVABLE_ONLINE.rawValue, 0, AUTOMOVABLE_NO_GROUP, 0x20_0000,
        block, &answer)
      #expect(zone == Int32(AUTOMOVABLE_ZONE_MOVABLE.rawValue))

      var model: OpaquePointer?
      #expect(unsafe automovable_model_create(&policy, &machine, &model) == 0)
      defer { unsafe automovable_model_destroy(model) }
      var other = automovable_answer()
      let otherZone = unsafe automovable_model_zone_for_pfn_range(
        model, AUTOMOVABLE_ONLINE.rawValue, 0, AUTOMOVABLE_NO_GROUP, 0x20_0000, block, &other)
      #expect(otherZone == zone)
      #expect(other.system.limit == answer.system.limit)
    }
    #expect(answer.exit == UInt64(AUTOMOVABLE_EXIT_MOVABLE.rawValue))
    #expect(answer.system.limit == 3_156_213)
  }

  @Test
  func aModelGrows() throws {
    var policy = policy
    var node = node
    var model: OpaquePointer?
    #expect(unsafe automovable_model_create(&policy, nil, &model) == 0)
    defer { unsafe automovable_model_destroy(model) }
    #expect(unsafe automovable_model_add_node(model, &node) == 0)
    for id in 0..<1000 as Range<Int32> {
      #expect(unsafe automovable_model_register_dynamic(model, id % 8, block) == id)
      #expect(
        unsafe automovable_model_adjust_present_pages(
          model, 0, AUTOMOVABLE_ZONE_MOVABLE.rawValue, id, 3, 0) == 0)
    }
    var group = automovable_group()
    #expect(unsafe automovable_model_group(model, 999, &group) == 0)
    #expect(group.present_movable_pages == 3)
    #expect(unsafe automovable_model_node(model, 0, &node) == 0)
    #expect(node.zones.3.present_pages == 3000)
    #expect(unsafe automovable_model_unregister(model, 1000) == -2)
  }
}
