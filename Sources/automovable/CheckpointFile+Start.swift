// SPDX-License-Identifier: MIT

import ArgumentParser
import Reports
import TextFiles

extension CheckpointFile {
  /// How far a run has come before, or `nil` if it begins. Ends the command if that can't
  /// be read, or if nothing could be kept.
  func start<Checkpoint>(
    _ read: (CheckpointFile) throws(InputError) -> Checkpoint?
  ) throws -> Checkpoint? {
    do {
      let checkpoint = try read(self)
      try check()
      return checkpoint
    } catch {
      throw ExitCode.reporting(error)
    }
  }
}
