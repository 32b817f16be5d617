// SPDX-License-Identifier: MIT
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// The name of a zone.
@c @implementation
public func automovable_zone_name(_ zone: UInt32) -> UnsafePointer<CChar>! {
  let type = try? ZoneType(c: zone)
  return unsafe text(type?.name ?? "unknown")
}

/// What settled a zone.
@c @implementation
public func automovable_zone_exit_text(_ exit: UInt32) -> UnsafePointer<CChar>! {
  let reason = UInt8(exactly: exit).flatMap(OnlineDecision.Reason.init(rawValue:))
  return unsafe text(reason?.summary ?? "unknown")
}

/// How a ratio test ended.
@c @implementation
public func automovable_test_exit_text(_ exit: UInt32) -> UnsafePointer<CChar>! {
  let words: StaticString =
    switch exit {
    case AUTOMOVABLE_TEST_NOT_MADE.rawValue: "not made"
    case AUTOMOVABLE_TEST_REQUIREMENT.rawValue: "boot memory is needed by other devices"
    case AUTOMOVABLE_TEST_COMPARED.rawValue: "compared with the limit"
    default: "unknown"
    }
  return unsafe text(words)
}

/// What an error means.
@c @implementation
public func automovable_error_text(_ error: Int32) -> UnsafePointer<CChar>! {
  let words: StaticString =
    switch ErrorNumber(rawValue: 0 &- error) {
    case .noEntry: "no such node, group, parameter or online memory"
    case .noMemory: "out of memory"
    case .busy: "group has memory blocks, or no number is free"
    case .exists: "online already"
    case .invalid: "invalid argument"
    case .outOfRange: "number or memory too large"
    case nil: error < 0 ? "unknown" : "no error"
    }
  return unsafe text(words)
}

/// The bytes of a text, with the NUL that ends every literal.
@inline(__always)
private func text(_ text: StaticString) -> UnsafePointer<CChar> {
  unsafe UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}
