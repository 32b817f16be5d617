// SPDX-License-Identifier: MIT
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// Changes the parameters.
@c @implementation
public func automovable_model_set_policy(
  _ model: OpaquePointer?, _ policy: UnsafePointer<automovable_policy>?
) -> Int32 {
  unsafe event(on: model) { model throws(ErrorNumber) in
    model.policy = try unsafe Policy(policy)
  }
}

/// Adds a node.
@c @implementation
public func automovable_model_add_node(
  _ model: OpaquePointer?, _ node: UnsafePointer<automovable_node>?
) -> Int32 {
  unsafe event(on: model) { model throws(ErrorNumber) in
    guard let node = unsafe node?.pointee, node.fault == nil else { throw .invalid }
    try model.makeRoom(adding: MemoryState.Capacity(nodes: 1))
    do throws(MemoryModelError) { try model.addNode(Node(node)) } catch {
      throw ErrorNumber(error)
    }
  }
}

/// Removes a node.
@c @implementation
public func automovable_model_remove_node(_ model: OpaquePointer?, _ nid: Int32) -> Int32 {
  unsafe event(on: model) { model throws(ErrorNumber) in
    let nodeID = try NodeID(c: nid)
    do throws(MemoryModelError) { try model.removeNode(nodeID) } catch {
      throw ErrorNumber(error)
    }
  }
}

/// Gives a zone other counters.
@c @implementation
public func automovable_model_set_zone(
  _ model: OpaquePointer?, _ nid: Int32, _ zoneType: UInt32,
  _ zone: UnsafePointer<automovable_zone>?
) -> Int32 {
  unsafe event(on: model) { model throws(ErrorNumber) in
    guard let zone = unsafe zone?.pointee else { throw .invalid }
    let type = try ZoneType(c: zoneType)
    let nodeID = try NodeID(c: nid)
    do throws(MemoryModelError) {
      try model.setZone(type, nodeID: nodeID, to: Zone(zone))
    } catch {
      throw ErrorNumber(error)
    }
  }
}

/// Brings a block online.
@c @implementation
public func automovable_model_online_block(
  _ model: OpaquePointer?, _ nid: Int32, _ zoneType: UInt32, _ group: Int32,
  _ startPFN: UInt64, _ pageCount: UInt64, _ early: UInt32
) -> Int32 {
  unsafe event(on: model) { model throws(ErrorNumber) in
    let type = try ZoneType(c: zoneType)
    let nodeID = try NodeID(c: nid)
    let isEarly = try Bool(c: early)
    let groupID = try MemoryGroupID.target(c: group)
    try model.makeRoom(adding: MemoryState.Capacity(sections: 1))
    do throws(MemoryModelError) {
      try model.onlineBlock(
        PageRange(startPFN: startPFN, pageCount: pageCount), in: type, nodeID: nodeID,
        groupID: groupID, isEarly: isEarly)
    } catch {
      throw ErrorNumber(error)
    }
  }
}

/// Takes a block offline.
@c @implementation
public func automovable_model_offline_block(
  _ model: OpaquePointer?, _ group: Int32, _ startPFN: UInt64, _ pageCount: UInt64,
  _ early: UInt32
) -> Int32 {
  unsafe event(on: model) { model throws(ErrorNumber) in
    let isEarly = try Bool(c: early)
    let groupID = try MemoryGroupID.target(c: group)
    try model.makeRoom(adding: MemoryState.Capacity(sections: 1))
    do throws(MemoryModelError) {
      try model.offlineBlock(
        PageRange(startPFN: startPFN, pageCount: pageCount), groupID: groupID,
        isEarly: isEarly)
    } catch {
      throw ErrorNumber(error)
    }
  }
}

/// Counts pages that have gone online or offline.
@c @implementation
public func automovable_model_adjust_present_pages(
  _ model: OpaquePointer?, _ nid: Int32, _ zoneType: UInt32, _ group: Int32,
  _ pageCount: Int64, _ early: UInt32
) -> Int32 {
  unsafe event(on: model) { model throws(ErrorNumber) in
    let type = try ZoneType(c: zoneType)
    let nodeID = try NodeID(c: nid)
    let isEarly = try Bool(c: early)
    let groupID = try MemoryGroupID.target(c: group)
    do throws(MemoryModelError) {
      try model.adjustPresentPages(
        by: pageCount, in: type, nodeID: nodeID, groupID: groupID, isEarly: isEarly)
    } catch {
      throw ErrorNumber(error)
    }
  }
}

/// Marks sections online.
@c @implementation
public func automovable_model_online_sections(
  _ model: OpaquePointer?, _ sections: UnsafePointer<automovable_sections>?
) -> Int32 {
  unsafe event(on: model) { model throws(ErrorNumber) in
    guard let run = unsafe sections?.pointee, run.fault == nil else { throw .invalid }
    try model.makeRoom(adding: MemoryState.Capacity(sections: 1))
    do throws(MemoryModelError) { try model.onlineSections(SectionRun(run)) } catch {
      throw ErrorNumber(error)
    }
  }
}

/// Marks sections offline.
@c @implementation
public func automovable_model_offline_sections(
  _ model: OpaquePointer?, _ first: UInt64, _ count: UInt64
) -> Int32 {
  unsafe event(on: model) { model throws(ErrorNumber) in
    let run = SectionRun(firstSection: first, sectionCount: count, zone: .normal, nodeID: 0)
    guard run.isAddressable() else { throw .invalid }
    try model.makeRoom(adding: MemoryState.Capacity(sections: 1))
    model.offlineSections(first..<run.endSection)
  }
}
