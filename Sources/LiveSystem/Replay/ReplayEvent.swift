// SPDX-License-Identifier: MIT

/// Something worth telling while a capture is replayed.
public enum ReplayEvent: Sendable {
  /// A decision that is about to be compared, and the kernel's answer.
  case decision(snapshot: Int, question: ReplayQuestion, kernel: ReplayAnswer)
  /// Something differs.
  case difference(ReplayDifference)
  /// Something can't be replayed.
  case omission(ReplayOmission)
}
