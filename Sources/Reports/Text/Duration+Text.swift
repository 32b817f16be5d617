// SPDX-License-Identifier: MIT

extension Duration {
  /// The duration in nanoseconds, or the largest number if it is longer; 0 if
  /// it is negative.
  var nanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    let (whole, isTooLong) = UInt64(seconds)
      .multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflows) = whole.addingReportingOverflow(
      UInt64(attoseconds / 1_000_000_000))
    return isTooLong || overflows ? .max : sum
  }

  /// How often something comes in a second that comes so often in the duration, or `nil`
  /// if no time went by.
  func rate(of count: UInt64) -> UInt64? {
    let nanoseconds = nanoseconds
    guard nanoseconds > 0 else { return nil }
    let (high, low) = count.multipliedFullWidth(by: 1_000_000_000)
    guard high < nanoseconds else { return .max }
    return nanoseconds.dividingFullWidth((high, low)).quotient
  }

  /// The duration in seconds with three digits behind the point.
  var secondsText: String {
    let milliseconds = nanoseconds / 1_000_000
    let fraction = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count)
      + fraction
  }

  /// The duration as people say it: `0.004 s`, `4.1 s`, `2 min 5 s`, `3 h 7 min`.
  var spoken: String {
    let milliseconds = nanoseconds / 1_000_000
    let seconds = milliseconds / 1000
    switch seconds {
    case 0: return "\(secondsText) s"
    case 1..<60: return "\(seconds).\(milliseconds % 1000 / 100) s"
    case 60..<3600: return "\(seconds / 60) min \(seconds % 60) s"
    default: return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
    }
  }
}
