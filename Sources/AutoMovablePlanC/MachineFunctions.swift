// SPDX-License-Identifier: MIT
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import AutoMovable
import CAutoMovablePlan
import Cases
import TextFiles

/// Boots a machine.
@c @implementation
public func automovable_hotplug_boot(
  _ machine: UnsafePointer<CChar>?, _ length: Int,
  _ hotplug: UnsafeMutablePointer<OpaquePointer?>?,
  _ answer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
  guard let line = unsafe bytes(of: machine, length), let hotplug = unsafe hotplug
  else { return invalid }
  return unsafe refusing(to: answer) { () throws(InputError) in
    guard case .machine(let machine, _) = try traceLine(line) else {
      throw InputError(file: "", field: "machine", message: "missing")
    }
    let traced: TracedMachine
    do throws(BootError) {
      // Reading has tried it already, and named the field that is wrong.
      traced = try TracedMachine(machine)
    } catch {
      throw InputError(file: "", field: "machine", message: "\(error)")
    }
    let place = UnsafeMutablePointer<TracedMachine>.allocate(capacity: 1)
    unsafe place.initialize(to: traced)
    unsafe hotplug.pointee = OpaquePointer(place)
  }
}

/// Ends a machine.
@c @implementation
public func automovable_hotplug_destroy(_ hotplug: OpaquePointer?) {
  guard let hotplug = unsafe hotplug else { return }
  let place = unsafe UnsafeMutablePointer<TracedMachine>(hotplug)
  unsafe place.deinitialize(count: 1)
  unsafe place.deallocate()
}

/// Applies an operation.
@c @implementation
public func automovable_hotplug_apply(
  _ hotplug: OpaquePointer?, _ operation: UnsafePointer<CChar>?, _ length: Int,
  _ answer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
  guard let hotplug = unsafe hotplug, let line = unsafe bytes(of: operation, length),
    unsafe answer != nil
  else { return invalid }
  return unsafe refusing(to: answer) { () throws(InputError) in
    guard case .step(let step) = try traceLine(line) else {
      throw InputError(file: "", field: "op", message: "missing")
    }
    let place = unsafe UnsafeMutablePointer<TracedMachine>(hotplug)
    let result = unsafe place.pointee.apply(step.operation)
    var json = JSONWriter()
    json.beginObject()
    json.name("result")
    json.value(result)
    json.field("reason", unsafe place.pointee.refusal.map { "\($0)" })
    json.endObject()
    json.endLine()
    unsafe answer?.pointee = newText(json)
  }
}

/// Reads a line of a trace.
private func traceLine(_ line: [UInt8]) throws(InputError) -> TraceLine {
  do throws(JSONError) {
    return try TraceDecoder().decode(line.span)
  } catch {
    throw InputError(
      file: "", field: JSONPath(to: error.offset, in: line.span).description,
      message: error.message)
  }
}

/// Runs the body of a function: 0, or an error number and what is wrong.
private func refusing(
  to answer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
  _ body: () throws(InputError) -> Void
) -> Int32 {
  do throws(InputError) {
    try body()
    return 0
  } catch {
    var json = JSONWriter()
    json.write(error)
    unsafe answer?.pointee = newText(json)
    return invalid
  }
}
