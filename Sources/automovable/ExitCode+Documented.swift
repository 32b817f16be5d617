// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance
import Reports
import SystemPackage
import TextFiles

// Wrong usage is 64, which argument-parser's validation errors come with.
extension ExitCode {
  /// Implementations, or a result and what was expected, differ.
  static let difference = ExitCode(1)

  /// What was asked for is there, but not all of it.
  static let partial = ExitCode(2)

  /// Input is malformed or can't be read.
  static let data = ExitCode(65)

  /// A program or service that is needed isn't there.
  static let unavailable = ExitCode(69)

  /// The program or its surroundings failed.
  static let internalFailure = ExitCode(70)

  /// Only root may do that.
  static let notPermitted = ExitCode(77)

  /// Ctrl-C ended the run before it had a verdict, as shells report it.
  static let interrupted = ExitCode(130)
}

extension ExitCode {
  /// Tells on standard error why a command ends early.
  ///
  /// - Parameter suffix: What else there is to say.
  /// - Returns: The exit status that goes with it.
  static func reporting(_ error: any Error, suffix: String = "") -> ExitCode {
    switch error {
    case let error as OutputBuffer.Interrupted:
      StandardError.print("\(error)")
      return .interrupted
    case let error as InputError:
      StandardError.print("\(error)\(suffix)")
      return .data
    case let error as LibraryError:
      StandardError.print("\(error)\(suffix)")
      return .data
    default:
      StandardError.print("\(error)")
      return .internalFailure
    }
  }

  /// Tells on standard error why a run has no verdict.
  ///
  /// - Parameter checkpoint: The file that it was to go on from, if there is one.
  /// - Returns: The exit status that goes with it.
  static func reporting(_ error: RunError, checkpoint: CheckpointFile?) -> ExitCode {
    switch error {
    case .checkpoint(.differs), .checkpoint(.malformed):
      StandardError.print("\(checkpoint?.path.string.visible ?? ""): \(error)")
      return .data
    case .noCases:
      StandardError.print("\(error)")
      return .data
    case .oracle, .unanswered, .sizeMismatch, .noThreads, .checkpoint(.cannotWrite):
      StandardError.print("\(error)")
      return .internalFailure
    }
  }
}
