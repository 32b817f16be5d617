// SPDX-License-Identifier: MIT
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// Tests whether memory may become movable, on a caller's arrays.
@c @implementation
public func automovable_can_online_movable(
  _ policy: UnsafePointer<automovable_policy>?,
  _ machine: UnsafePointer<automovable_machine>?,
  _ nid: Int32, _ group: Int32, _ pageCount: UInt64,
  _ test: UnsafeMutablePointer<automovable_test>?
) -> Int32 {
  result { () throws(ErrorNumber) in
    try unsafe Machine(machine).canOnlineMovable(
      Policy(policy), nid, group, pageCount, test)
  }
}

/// Picks the zone for memory that is to be onlined, on a caller's arrays.
@c @implementation
public func automovable_zone_for_pfn_range(
  _ policy: UnsafePointer<automovable_policy>?,
  _ machine: UnsafePointer<automovable_machine>?,
  _ onlineType: UInt32, _ nid: Int32, _ group: Int32,
  _ startPFN: UInt64, _ pageCount: UInt64,
  _ answer: UnsafeMutablePointer<automovable_answer>?
) -> Int32 {
  result { () throws(ErrorNumber) in
    try unsafe Machine(machine).zoneForPFNRange(
      Policy(policy), onlineType, nid, group, startPFN, pageCount, answer)
  }
}

/// Tests whether memory may become movable, on arrays that were checked.
@c @implementation
public func automovable_checked_can_online_movable(
  _ policy: UnsafePointer<automovable_policy>?,
  _ machine: UnsafePointer<automovable_checked_machine>?,
  _ nid: Int32, _ group: Int32, _ pageCount: UInt64,
  _ test: UnsafeMutablePointer<automovable_test>?
) -> Int32 {
  result { () throws(ErrorNumber) in
    try unsafe Machine(machine).canOnlineMovable(
      Policy(policy), nid, group, pageCount, test)
  }
}

/// Picks the zone for memory that is to be onlined, on arrays that were checked.
@c @implementation
public func automovable_checked_zone_for_pfn_range(
  _ policy: UnsafePointer<automovable_policy>?,
  _ machine: UnsafePointer<automovable_checked_machine>?,
  _ onlineType: UInt32, _ nid: Int32, _ group: Int32,
  _ startPFN: UInt64, _ pageCount: UInt64,
  _ answer: UnsafeMutablePointer<automovable_answer>?
) -> Int32 {
  result { () throws(ErrorNumber) in
    try unsafe Machine(machine).zoneForPFNRange(
      Policy(policy), onlineType, nid, group, startPFN, pageCount, answer)
  }
}

// Inlined, so that the machine and the policy are taken apart in registers.
extension Machine {
  @inline(__always)
  fileprivate func canOnlineMovable(
    _ policy: Policy, _ nid: Int32, _ group: Int32, _ pageCount: UInt64,
    _ test: UnsafeMutablePointer<automovable_test>?
  ) throws(ErrorNumber) -> Int32 {
    let scope = try RatioTest.Scope(c: nid)
    let target = try self.group(at: group)
    var faults = ElementFaults()
    let record = self.test(
      adding: pageCount, target: target, in: scope, ratio: policy.autoMovableRatio,
      gathering: &faults)
    try requireSound(faults)
    unsafe test?.pointee = automovable_test(record)
    return record.isAllowed ? 1 : 0
  }

  @inline(__always)
  fileprivate func zoneForPFNRange(
    _ policy: Policy, _ onlineType: UInt32, _ nid: Int32, _ group: Int32,
    _ startPFN: UInt64, _ pageCount: UInt64,
    _ answer: UnsafeMutablePointer<automovable_answer>?
  ) throws(ErrorNumber) -> Int32 {
    let onlineType = try OnlineType(c: onlineType)
    let nodeID = try NodeID(c: nid)
    let target = try self.group(at: group)
    let nodes: [1 of Node] = [spans(ofNode: nodeID)]
    var faults = ElementFaults()
    let decision = policy.onlineDecision(
      for: PageRange(startPFN: startPFN, pageCount: pageCount),
      onlineType: onlineType, nodeID: nodeID, group: target,
      nodes: nodes.span
    ) {
      contents(ofUnit: $0)
    } ratioTest: {
      test(
        adding: $0, target: target, in: $1, ratio: policy.autoMovableRatio,
        gathering: &faults)
    }
    try requireSound(faults)
    unsafe answer?.pointee = automovable_answer(decision)
    return Int32(decision.zone.rawValue)
  }
}
