// SPDX-License-Identifier: MIT

extension UInt64 {
  /// The number with commas between groups of three digits.
  var grouped: String {
    let digits = Array(String(self))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// The number as 16 hexadecimal digits behind `0x`.
  var hexadecimal: String {
    let digits = String(self, radix: 16)
    return "0x" + String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Another way to write a number that is hard to recognise in decimal, or
  /// `nil` if it isn't: a small negative number that wrapped (`-1`), one beside
  /// a power of two (`2^63+1`), or else a large one in hexadecimal.
  var hint: String? {
    guard self >= 1 << 32 else { return nil }
    // The magnitude modulo 2^64, as the kernel's `unsigned long` wraps.
    let negated = 0 &- self
    if negated < 1 << 32 { return "-\(negated)" }
    let lower = 63 - leadingZeroBitCount
    let above = self - 1 << UInt64(lower)
    if above == 0 { return "2^\(lower)" }
    if above <= 4096 { return "2^\(lower)+\(above)" }
    if lower < 63 {
      let below = 1 << UInt64(lower + 1) - self
      if below <= 4096 { return "2^\(lower + 1)-\(below)" }
    }
    return self >= 1 << 48 ? "0x" + String(self, radix: 16) : nil
  }
}
