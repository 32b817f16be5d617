// SPDX-License-Identifier: MIT

/// A snapshot of a running system that is written.
public struct RecordProgress: Sendable {
  /// The number of the snapshot.
  public let sequence: Int

  /// What it is for.
  public let action: CaptureAction

  /// What the kernel did before it, or why that isn't known.
  public let steps: Result<[CaptureStep], RecordGap>
}
