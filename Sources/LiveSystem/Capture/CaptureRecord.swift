// SPDX-License-Identifier: MIT

/// One line of a capture.
public enum CaptureRecord: Sendable {
  /// The first line: what was run.
  case meta(CaptureMeta)
  /// Any other line: the machine after an action.
  case snapshot(CaptureSnapshot)
}
