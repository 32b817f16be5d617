// SPDX-License-Identifier: MIT

public import AutoMovable
import CReference

extension ReferenceMachine {
  /// The zone that memory would be onlined to now, and the zone's node. Mirrors
  /// `zone_for_pfn_range`.
  public func onlineZone(
    for range: PageRange, onlineType: OnlineType, nodeID: NodeID, groupID: MemoryGroupID?
  ) -> (type: ZoneType, nodeID: NodeID)? {
    let group = unsafe groupID.flatMap { unsafe memory_group_find_by_id(context, $0.rawValue) }
    let zone = unsafe zone_for_pfn_range(
      context, CInt(onlineType.rawValue), nodeID.rawValue, group, UInt(range.startPFN),
      UInt(range.pageCount), nil)
    guard let zone = unsafe zone, let type = unsafe ZoneType(zone) else { return nil }
    return (type, NodeID(unsafe zone.pointee.zone_pgdat.pointee.node_id))
  }

  /// A registered group.
  public func group(_ id: MemoryGroupID) -> MemoryGroup? {
    guard let group = unsafe memory_group_find_by_id(context, id.rawValue) else { return nil }
    return unsafe MemoryGroup(id, group)
  }
}

extension MemoryGroup {
  /// A group of the port.
  init(_ id: MemoryGroupID, _ group: UnsafeMutablePointer<memory_group>) {
    let kind: MemoryGroup.Kind =
      unsafe group.pointee.is_dynamic
      ? .dynamic(unitPages: UInt64(unsafe group.pointee.d.unit_pages))
      : .static(maxPages: UInt64(unsafe group.pointee.s.max_pages))
    self.init(
      id: id, nodeID: NodeID(unsafe group.pointee.nid), kind: kind,
      presentKernelPages: UInt64(unsafe group.pointee.present_kernel_pages),
      presentMovablePages: UInt64(unsafe group.pointee.present_movable_pages),
      blockCount: unsafe group.pointee.nr_memory_blocks)
  }
}
