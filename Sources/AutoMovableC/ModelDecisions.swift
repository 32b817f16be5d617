// SPDX-License-Identifier: MIT
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// Tests whether memory may become movable.
@c @implementation
public func automovable_model_can_online_movable(
  _ model: OpaquePointer?, _ nid: Int32, _ group: Int32, _ pageCount: UInt64,
  _ test: UnsafeMutablePointer<automovable_test>?
) -> Int32 {
  result { () throws(ErrorNumber) in
    let model = try unsafe ModelPointer(c: model)
    let scope = try RatioTest.Scope(c: nid)
    let groupID = try MemoryGroupID.target(c: group)
    let record = try unsafe model.pointee.ratioTest(
      adding: pageCount, groupID: groupID, in: scope)
    unsafe test?.pointee = automovable_test(record)
    return record.isAllowed ? 1 : 0
  }
}

/// Picks the zone for memory that is to be onlined.
@c @implementation
public func automovable_model_zone_for_pfn_range(
  _ model: OpaquePointer?, _ onlineType: UInt32, _ nid: Int32, _ group: Int32,
  _ startPFN: UInt64, _ pageCount: UInt64,
  _ answer: UnsafeMutablePointer<automovable_answer>?
) -> Int32 {
  result { () throws(ErrorNumber) in
    let model = try unsafe ModelPointer(c: model)
    let onlineType = try OnlineType(c: onlineType)
    let nodeID = try NodeID(c: nid)
    let groupID = try MemoryGroupID.target(c: group)
    let decision = try unsafe model.pointee.onlineDecision(
      for: PageRange(startPFN: startPFN, pageCount: pageCount),
      onlineType: onlineType, nodeID: nodeID, groupID: groupID)
    unsafe answer?.pointee = automovable_answer(decision)
    return Int32(decision.zone.rawValue)
  }
}

extension HeldModel {
  fileprivate func ratioTest(
    adding pages: UInt64, groupID: MemoryGroupID?, in scope: RatioTest.Scope
  ) throws(ErrorNumber) -> RatioTest {
    do throws(MemoryModelError) {
      return try model.ratioTest(adding: pages, groupID: groupID, in: scope)
    } catch {
      throw ErrorNumber(error)
    }
  }

  fileprivate func onlineDecision(
    for range: PageRange, onlineType: OnlineType, nodeID: NodeID, groupID: MemoryGroupID?
  ) throws(ErrorNumber) -> OnlineDecision {
    do throws(MemoryModelError) {
      return try model.onlineDecision(
        for: range, onlineType: onlineType, nodeID: nodeID, groupID: groupID)
    } catch {
      throw ErrorNumber(error)
    }
  }
}
