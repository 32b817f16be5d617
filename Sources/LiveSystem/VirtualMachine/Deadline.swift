// SPDX-License-Identifier: MIT

/// The moment at which a wait is given up.
struct Deadline {
  private let instant: ContinuousClock.Instant

  /// A deadline so far from now.
  static func after(_ duration: Duration) -> Deadline {
    Deadline(instant: .now + duration)
  }

  /// The milliseconds left, rounded up; 0 once it has passed.
  var milliseconds: Int32 {
    let left = ContinuousClock.now.duration(to: instant)
    guard left > .zero else { return 0 }
    return Int32(clamping: Int((left / .milliseconds(1)).rounded(.up)))
  }
}
