// SPDX-License-Identifier: MIT

public import AutoMovable

/// Something worth telling while a capture is replayed.
public enum ReplayEvent: Sendable {
  /// A decision, with the state in which the kernel made it and its answer.
  case decision(snapshot: Int, question: ReplayQuestion, state: MemoryState, kernel: ReplayAnswer)
  /// Something differs.
  case difference(ReplayDifference)
  /// Something can't be replayed.
  case omission(ReplayOmission)
}
