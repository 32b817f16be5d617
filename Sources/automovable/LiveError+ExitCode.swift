// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import LiveSystem

extension LiveError {
  /// The documented exit code; 69 is `EX_UNAVAILABLE` of sysexits.h.
  var exitCode: ExitCode {
    switch self {
    case .missing: .unavailable
    case .file, .boot, .machine, .guest, .kernel: .internalFailure
    case .interrupted: .interrupted
    }
  }
}
