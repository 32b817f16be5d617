// SPDX-License-Identifier: MIT
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CAutoMovablePlan
import TextFiles

/// Takes a text back.
@c @implementation
public func automovable_text_free(_ text: UnsafeMutablePointer<CChar>?) {
  unsafe text?.deallocate()
}

/// What a function returns whose arguments aren't as the header says: -EINVAL of Linux.
let invalid: Int32 = -22

/// A caller's text.
func bytes(of text: UnsafePointer<CChar>?, _ length: Int) -> [UInt8]? {
  guard let text = unsafe text, length >= 0 else { return nil }
  let start = unsafe UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
  return unsafe Array(UnsafeBufferPointer(start: start, count: length))
}

/// A text for a caller, with a NUL behind it.
func newText(_ json: borrowing JSONWriter) -> UnsafeMutablePointer<CChar> {
  let bytes = json.bytes
  let text = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
  for index in bytes.indices { unsafe text[index] = CChar(bitPattern: bytes[index]) }
  unsafe text[bytes.count] = 0
  return unsafe text
}
