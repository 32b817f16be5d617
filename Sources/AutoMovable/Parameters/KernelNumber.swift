// SPDX-License-Identifier: MIT

extension UInt32 {
  /// Reads a number as the kernel does: an optional plus sign, a radix prefix
  /// `0x` or `0`, digits, and an optional newline. Mirrors `kstrtouint` with a
  /// radix of 0.
  ///
  /// - Parameter text: The bytes, without the NUL that ends them.
  /// - Throws: `invalidText`, or `numberOutOfRange`. A number beyond 64 bits is
  ///   out of range whatever follows it; one beyond 32 bits only if nothing
  ///   invalid does.
  init(kernelText text: Span<UInt8>) throws(HotplugError) {
    var position = 0
    if text.starts(with: UInt8(ascii: "+"), at: position) { position += 1 }
    let radix = UInt64(kernelRadixOf: text, at: &position)

    let firstDigit = position
    var value: UInt64 = 0
    while position < text.count {
      let digit = UInt64(text[position].digitValue)
      guard digit < radix else { break }
      let (product, isTooLarge) = value.multipliedReportingOverflow(by: radix)
      let (sum, isAbove) = product.addingReportingOverflow(digit)
      guard !isTooLarge, !isAbove else { throw .numberOutOfRange }
      value = sum
      position += 1
    }
    guard position > firstDigit else { throw .invalidText }
    if text.starts(with: UInt8(ascii: "\n"), at: position) { position += 1 }
    guard position == text.count else { throw .invalidText }
    guard let number = UInt32(exactly: value) else { throw .numberOutOfRange }
    self = number
  }
}

extension Bool {
  /// Reads a truth value as the kernel does, by its first character, or by
  /// the first two of `on` and `of`; what follows doesn't matter. Mirrors
  /// `kstrtobool`.
  ///
  /// - Parameters:
  ///   - text: The bytes, without the NUL that ends them.
  ///   - kernel: The kernel that reads them: not each takes all characters.
  /// - Throws: `invalidText`
  public init(
    kernelText text: Span<UInt8>, of kernel: KernelVersion = .standard
  ) throws(HotplugError) {
    switch (text.lowercased(at: 0), text.lowercased(at: 1)) {
    case (UInt8(ascii: "y"), _), (UInt8(ascii: "1"), _),
      (UInt8(ascii: "o"), UInt8(ascii: "n")):
      self = true
    case (UInt8(ascii: "n"), _), (UInt8(ascii: "0"), _),
      (UInt8(ascii: "o"), UInt8(ascii: "f")):
      self = false
    case (UInt8(ascii: "t"), _) where kernel.takesTrueAndFalse: self = true
    case (UInt8(ascii: "f"), _) where kernel.takesTrueAndFalse: self = false
    case (UInt8(ascii: "e"), _) where kernel.takesEnabledAndDisabled: self = true
    case (UInt8(ascii: "d"), _) where kernel.takesEnabledAndDisabled: self = false
    default:
      throw .invalidText
    }
  }
}

extension UInt64 {
  /// The radix of the number that starts at a position, which is moved over
  /// the prefix `0x`. Mirrors `_parse_integer_fixup_radix`.
  fileprivate init(kernelRadixOf text: Span<UInt8>, at position: inout Int) {
    guard text.starts(with: UInt8(ascii: "0"), at: position) else {
      self = 10
      return
    }
    // `0x` without a hexadecimal digit after it is an octal 0 and garbage.
    guard text.lowercased(at: position + 1) == UInt8(ascii: "x"),
      position + 2 < text.count, text[position + 2].digitValue < 16
    else {
      self = 8
      return
    }
    position += 2
    self = 16
  }
}

extension UInt8 {
  /// The value of a digit of any radix up to 16, or 255.
  fileprivate var digitValue: UInt8 {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: 255
    }
  }
}

extension Span where Element == UInt8 {
  fileprivate func starts(with byte: UInt8, at position: Int) -> Bool {
    position < count && self[position] == byte
  }

  /// The byte at a position as a lower-case letter if it is a letter, or 0
  /// past the end.
  fileprivate func lowercased(at position: Int) -> UInt8 {
    guard position < count else { return 0 }
    let byte = self[position]
    let isUpperCase = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
    return isUpperCase ? byte | 0x20 : byte
  }
}
