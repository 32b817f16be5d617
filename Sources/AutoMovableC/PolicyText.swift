// SPDX-License-Identifier: MIT
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// Gives the kernel's defaults.
@c @implementation
public func automovable_policy_init(
  _ policy: UnsafeMutablePointer<automovable_policy>?
) -> Int32 {
  result { () throws(ErrorNumber) in
    guard let policy = unsafe policy else { throw .invalid }
    unsafe policy.pointee = automovable_policy(Policy())
    return 0
  }
}

/// Sets a parameter by its text.
@c @implementation
public func automovable_policy_parse(
  _ policy: UnsafeMutablePointer<automovable_policy>?,
  _ name: UnsafePointer<CChar>?, _ value: UnsafePointer<CChar>?
) -> Int32 {
  result { () throws(ErrorNumber) in
    var parameters = ModuleParameters(policy: try unsafe Policy(UnsafePointer(policy)))
    let parameter = try unsafe ModuleParameter(c: name)
    guard let policy = unsafe policy, let value = unsafe value else { throw .invalid }
    do throws(HotplugError) {
      try unsafe parameters.set(parameter, to: bytes(of: value).span)
    } catch {
      throw ErrorNumber(error)
    }
    unsafe policy.pointee = automovable_policy(parameters.policy)
    return 0
  }
}

/// Prints a parameter.
@c @implementation
public func automovable_policy_print(
  _ policy: UnsafePointer<automovable_policy>?, _ name: UnsafePointer<CChar>?,
  _ text: UnsafeMutablePointer<CChar>?, _ size: Int
) -> Int32 {
  result { () throws(ErrorNumber) in
    let parameters = ModuleParameters(policy: try unsafe Policy(policy))
    let line = parameters.read(try unsafe ModuleParameter(c: name))
    var room = try unsafe TextRoom(text, size)
    for position in 0..<line.count { room.append(line[position]) }
    return room.length
  }
}

extension ModuleParameter {
  /// Takes the name of one of the policy's parameters over from C.
  fileprivate init(c name: UnsafePointer<CChar>?) throws(ErrorNumber) {
    guard let name = unsafe name else { throw .invalid }
    // `memmap_on_memory` has no part in a decision.
    guard let parameter = unsafe ModuleParameter(name: bytes(of: name).span),
      parameter != .memmapOnMemory
    else { throw .noEntry }
    self = parameter
  }
}

/// The bytes of a text before its NUL.
private func bytes(of text: UnsafePointer<CChar>) -> UnsafeBufferPointer<UInt8> {
  var count = 0
  while unsafe text[count] != 0 { count += 1 }
  let start = unsafe UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
  return unsafe UnsafeBufferPointer(start: start, count: count)
}
