// SPDX-License-Identifier: MIT

import SystemPackage
import TextFiles

@testable import LiveSystem

extension CaptureReader {
  /// Reads lines, of a file that messages name `x`.
  init(lines: [String]) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(lines.map { $0 + "\n" }.joined().utf8, to: "x")
    // The file goes, what was opened stays.
    self.init(LineReader(try FileDescriptor.open(FilePath(path), .readOnly), name: "x"))
  }
}

extension Replay {
  /// Replays lines, and checks that all is well with them.
  mutating func take(lines: [String]) throws {
    var reader = try CaptureReader(lines: lines)
    while let record = try reader.next() {
      do {
        try take(record)
      } catch {
        throw InputError(
          file: "x", line: reader.lineNumber, field: error.field, message: error.problem)
      }
    }
  }
}
