// SPDX-License-Identifier: MIT
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// What of a caller's machine isn't as the header says: a field, and what is expected
/// of it.
struct MachineFault {
  private let field: StaticString
  private let expected: StaticString
  private var element: (array: StaticString, index: Int)?

  init(_ field: StaticString, _ expected: StaticString) {
    self.field = field
    self.expected = expected
  }

  /// The fault, of an element of an array.
  func `in`(_ array: StaticString, _ index: Int) -> MachineFault {
    var fault = self
    fault.element = (array, index)
    return fault
  }

  /// Writes the fault, as `nodes[3].nid: expected 0 to 1023`.
  fileprivate func write(to text: inout TextRoom) {
    if let element {
      text.append(element.array)
      text.append("[")
      text.append(element.index)
      text.append("].")
    }
    text.append(field)
    text.append(": expected ")
    text.append(expected)
  }
}

extension automovable_node {
  /// 0 if the node alone is as the header says.
  @inline(__always)
  var faults: UInt64 { NodeID.faults(c: nid) | UInt64(reserved) }

  /// What of the node isn't as the header says.
  var fault: MachineFault? {
    guard NodeID(nid).isPossible else { return MachineFault("nid", "0 to 1023") }
    return reserved == 0 ? nil : MachineFault("reserved", "0")
  }
}

extension automovable_group {
  /// 0 if the group is as the header says: as registering it would take it.
  @inline(__always)
  var faults: UInt64 {
    // All ones for a dynamic group.
    let unit = 0 &- UInt64(is_dynamic & 1)
    let least = unit & (Geometry.x86_64.minimumBlockPages &- 1) &+ 1
    return UInt64(is_dynamic) &>> 1 | NodeID.faults(c: nid)
      | pages & (pages &- 1) & unit | (pages < least ? 1 : 0)
  }

  /// What of the group isn't as the header says.
  var fault: MachineFault? {
    guard faults != 0 else { return nil }
    guard is_dynamic <= 1 else { return MachineFault("is_dynamic", "0 or 1") }
    guard NodeID(nid).isPossible else { return MachineFault("nid", "0 to 1023") }
    return MachineFault(
      "pages", is_dynamic == 0 ? "1 or more" : "a power of two, 32768 or more")
  }
}

extension automovable_sections {
  /// 0 if the run alone is as the header says.
  @inline(__always)
  var faults: UInt64 {
    let limit = Geometry.x86_64.sectionCount
    // No sum wraps that isn't a fault by what it is made of.
    return NodeID.faults(c: nid) | (zone < UInt32(ZoneType.count) ? 0 : 1)
      | (count &- 1) / limit | first / limit | (first &+ count &- 1) / limit
  }

  /// What of the run isn't as the header says.
  var fault: MachineFault? {
    guard faults != 0 else { return nil }
    guard zone < UInt32(ZoneType.count) else { return MachineFault("zone", "0 to 4") }
    guard NodeID(nid).isPossible else { return MachineFault("nid", "0 to 1023") }
    return first < Geometry.x86_64.sectionCount
      ? MachineFault("count", "1 or more, and an end of up to 2^25")
      : MachineFault("first", "less than 2^25")
  }
}

extension NodeID {
  /// 0 if a number from C is that of a possible node.
  @inline(__always)
  fileprivate static func faults(c number: Int32) -> UInt64 {
    // Negative ones are large.
    UInt64(UInt32(bitPattern: number)) / UInt64(maximumCount)
  }
}

/// Checks a machine, for decisions that don't.
@c @implementation
public func automovable_machine_check(
  _ machine: UnsafePointer<automovable_machine>?,
  _ checked: UnsafeMutablePointer<automovable_checked_machine>?
) -> Int32 {
  result { () throws(ErrorNumber) in
    guard let machine = unsafe machine, let checked = unsafe checked,
      unsafe Machine.isSound(machine.pointee)
    else { throw .invalid }
    unsafe checked.pointee = automovable_checked_machine(machine: machine.pointee)
    return 0
  }
}

/// Says what of a machine isn't as the header says.
@c @implementation
public func automovable_machine_fault(
  _ machine: UnsafePointer<automovable_machine>?, _ text: UnsafeMutablePointer<CChar>?,
  _ size: Int
) -> Int32 {
  result { () throws(ErrorNumber) in
    var room = try unsafe TextRoom(text, size)
    if let machine = unsafe machine {
      unsafe Machine.fault(in: machine.pointee)?.write(to: &room)
    } else {
      MachineFault("machine", "a pointer").write(to: &room)
    }
    return room.length
  }
}
