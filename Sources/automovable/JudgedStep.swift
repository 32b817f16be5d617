// SPDX-License-Identifier: MIT

import Cases
import Conformance
import TextFiles

/// What a library says of an operation of a trace, or of boot.
struct JudgedStep {
  /// The file and line, for messages.
  let place: String

  /// The position of the operation in its trace, or `nil` for boot.
  let number: UInt64?

  /// Whether something is expected of the operation.
  let expects: Bool

  /// What the C port gave, if it isn't what is expected.
  let mismatch: String?

  /// What the library says.
  let verdict: JudgedTrace.Verdict

  /// What differs, if anything does.
  private var difference: String? {
    if case .differs(let text) = verdict { text } else { mismatch }
  }

  /// The line that says what differs.
  var line: String? {
    difference.map { "\(place): \(number.map { "op \($0)" } ?? "boot"): \($0)".visible }
  }

  /// Counts it; boot only if it differs.
  ///
  /// - Returns: Whether the library has judged it.
  func count(in tally: inout VerificationTally) -> Bool {
    if difference != nil || (number != nil && verdict == .agrees) {
      tally.count(expects: expects, differs: difference != nil)
      return true
    }
    if number != nil { tally.countDeclined() }
    return false
  }
}
