// SPDX-License-Identifier: MIT

/// A caller's room for a text, written to as `snprintf()` does: what doesn't fit is left
/// out but counted, and a NUL follows unless there is no room at all.
@safe
struct TextRoom: ~Copyable {
  private let start: UnsafeMutablePointer<CChar>?
  private let size: Int

  /// The length of the whole text, without the NUL.
  private(set) var length: Int32 = 0

  init(_ start: UnsafeMutablePointer<CChar>?, _ size: Int) throws(ErrorNumber) {
    guard unsafe start != nil || size == 0 else { throw .invalid }
    unsafe self.start = start
    // A size beyond what an `Int` holds is large enough.
    self.size = size < 0 ? .max : size
    terminate()
  }

  mutating func append(_ byte: UInt8) {
    if let start = unsafe start, Int(length) < size - 1 {
      unsafe start[Int(length)] = CChar(bitPattern: byte)
    }
    length += 1
    terminate()
  }

  mutating func append(_ text: StaticString) {
    for position in 0..<text.utf8CodeUnitCount {
      append(unsafe text.utf8Start[position])
    }
  }

  /// Appends a number of 0 or more.
  mutating func append(_ number: Int) {
    if number >= 10 { append(number / 10) }
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  private func terminate() {
    guard let start = unsafe start, size > 0 else { return }
    unsafe start[min(Int(length), size - 1)] = 0
  }
}
