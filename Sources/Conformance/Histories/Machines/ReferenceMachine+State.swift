// SPDX-License-Identifier: MIT

public import AutoMovable
import CReference
public import Cases

extension ReferenceMachine {
  /// All groups by id; `nil` is where there is none.
  var groups: UnsafeBufferPointer<UnsafeMutablePointer<memory_group>?> {
    var count: CInt = 0
    let slots = unsafe memory_group_slots(context, &count)
    return unsafe UnsafeBufferPointer(start: slots, count: Int(count))
  }

  public func hasCounters(
    _ nodes: Span<Node>, _ totals: Span<NodeExtent>, _ groups: Span<MemoryGroup>
  ) -> Bool {
    // Bits are gathered and looked at once: equal is by far the usual case.
    var difference: UInt64 = 0
    var next = unsafe first_online_pgdat(context)
    for index in nodes.indices {
      guard let pgdat = unsafe next else { return false }
      difference |= unsafe pgdat.difference(from: nodes[index], totals[index])
      unsafe next = pgdat.pointee.next_online_pgdat
    }
    guard unsafe next == nil else { return false }
    let slots = unsafe self.groups
    var position = 0
    for mgid in slots.indices {
      guard let group = unsafe slots[mgid] else { continue }
      guard position < groups.count, groups[position].id.rawValue == mgid else {
        return false
      }
      difference |= unsafe group.difference(from: groups[position])
      position += 1
    }
    return position == groups.count && difference == 0
  }

  public func addCounters(to digest: inout StateDigest) {
    var node = unsafe first_online_pgdat(context)
    while let pgdat = unsafe node {
      digest.add(
        UInt64(bitPattern: Int64(unsafe pgdat.pointee.node_id)),
        UInt64(unsafe pgdat.pointee.node_start_pfn),
        UInt64(unsafe pgdat.pointee.node_spanned_pages),
        UInt64(unsafe pgdat.pointee.node_present_pages))
      let zones = unsafe pgdat.zones
      for type in 0..<ZoneType.count {
        digest.addZone(
          type, UInt64(unsafe zones[type].zone_start_pfn),
          UInt64(unsafe zones[type].spanned_pages),
          UInt64(unsafe zones[type].present_pages),
          UInt64(unsafe zones[type].present_early_pages),
          UInt64(unsafe zones[type].cma_pages))
      }
      unsafe node = pgdat.pointee.next_online_pgdat
    }
    for mgid in unsafe groups.indices {
      guard let group = unsafe groups[mgid] else { continue }
      let isDynamic = unsafe group.pointee.is_dynamic
      digest.addGroup(
        id: Int32(mgid), nid: unsafe group.pointee.nid, isDynamic: isDynamic,
        size: UInt64(
          isDynamic ? unsafe group.pointee.d.unit_pages : unsafe group.pointee.s.max_pages),
        kernelPages: UInt64(unsafe group.pointee.present_kernel_pages),
        movablePages: UInt64(unsafe group.pointee.present_movable_pages),
        blockCount: unsafe group.pointee.nr_memory_blocks)
    }
  }

  public func addBlocks(_ ids: Range<UInt64>, to digest: inout StateDigest) {
    for id in ids {
      guard let block = unsafe find_memory_block_by_id(context, UInt(id)) else {
        digest.addMissingBlock()
        continue
      }
      digest.addBlock(
        nid: unsafe block.pointee.nid, state: UInt64(unsafe block.pointee.state),
        onlineType: unsafe block.pointee.online_type,
        zone: unsafe ZoneType(block.pointee.zone).map { Int32($0.rawValue) } ?? -1,
        vmemmapPages: UInt64(unsafe block.pointee.nr_vmemmap_pages),
        isOffline: unsafe block.pointee.dev.offline,
        isEarly: unsafe !block.pointee.hotplugged,
        hasGroup: unsafe block.pointee.group != nil)
    }
  }

  public func snapshot() -> MachineSnapshot {
    var snapshot = MachineSnapshot(nodes: [], totals: [], groups: [])
    var next = unsafe first_online_pgdat(context)
    while let pgdat = unsafe next {
      var node = Node(id: NodeID(unsafe pgdat.pointee.node_id))
      let zones = unsafe pgdat.zones
      for type in 0..<ZoneType.count {
        node.zones[type] = unsafe Zone(
          startPFN: UInt64(zones[type].zone_start_pfn),
          spannedPages: UInt64(zones[type].spanned_pages),
          presentPages: UInt64(zones[type].present_pages),
          presentEarlyPages: UInt64(zones[type].present_early_pages),
          cmaPages: UInt64(zones[type].cma_pages))
      }
      var totals = NodeExtent(isFromBoot: unsafe pgdat.pointee.has_cpu)
      totals.startPFN = UInt64(unsafe pgdat.pointee.node_start_pfn)
      totals.spannedPages = UInt64(unsafe pgdat.pointee.node_spanned_pages)
      totals.presentPages = UInt64(unsafe pgdat.pointee.node_present_pages)
      snapshot.nodes.append(node)
      snapshot.totals.append(totals)
      unsafe next = pgdat.pointee.next_online_pgdat
    }
    for mgid in unsafe groups.indices {
      guard let group = unsafe groups[mgid] else { continue }
      snapshot.groups.append(unsafe MemoryGroup(MemoryGroupID(Int32(mgid)), group))
    }
    return snapshot
  }

  public func block(_ id: MemoryBlockID) -> BlockSnapshot? {
    guard let block = unsafe find_memory_block_by_id(context, UInt(id.rawValue))
    else { return nil }
    let groupID = unsafe block.pointee.group.flatMap { unsafe groups.firstIndex(of: $0) }
    return BlockSnapshot(
      nodeID: NodeID(unsafe block.pointee.nid),
      groupID: groupID.map { MemoryGroupID(Int32($0)) },
      vmemmapPages: UInt64(unsafe block.pointee.nr_vmemmap_pages),
      isEarly: unsafe !block.pointee.hotplugged,
      state: UInt64(unsafe block.pointee.state),
      onlineType: OnlineType(
        rawValue: UInt8(truncatingIfNeeded: unsafe block.pointee.online_type)),
      zone: unsafe ZoneType(block.pointee.zone),
      isDeviceOffline: unsafe block.pointee.dev.offline)
  }
}
