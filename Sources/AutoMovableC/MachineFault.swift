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
  /// What of the node isn't as the header says.
  var fault: MachineFault? {
    guard NodeID(nid).isPossible else { return MachineFault("nid", "0 to 1023") }
    return reserved == 0 ? nil : MachineFault("reserved", "0")
  }
}

extension automovable_group {
  /// What of the group isn't as the header says.
  var fault: MachineFault? {
    guard is_dynamic <= 1 else { return MachineFault("is_dynamic", "0 or 1") }
    guard NodeID(nid).isPossible else { return MachineFault("nid", "0 to 1023") }
    guard pagesFault != 0 else { return nil }
    return MachineFault(
      "pages", is_dynamic == 0 ? "1 or more" : "a power of two, 32768 or more")
  }
}

extension automovable_sections {
  /// What of the run isn't as the header says.
  var fault: MachineFault? {
    guard zone < UInt32(ZoneType.count) else { return MachineFault("zone", "0 to 4") }
    guard NodeID(nid).isPossible else { return MachineFault("nid", "0 to 1023") }
    guard sectionsFault != 0 else { return nil }
    return first < Geometry.x86_64.sectionCount
      ? MachineFault("count", "1 or more, and an end of up to 2^25")
      : MachineFault("first", "less than 2^25")
  }
}

/// Checks a machine, for decisions that don't.
@c @implementation
public func automovable_machine_check(
  _ machine: UnsafePointer<automovable_machine>?,
  _ checked: UnsafeMutablePointer<automovable_checked_machine>?
) -> Int32 {
  result { () throws(ErrorNumber) in
    try unsafe Machine(machine).requireSound()
    guard let machine = unsafe machine, let checked = unsafe checked
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
