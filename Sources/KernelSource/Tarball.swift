// SPDX-License-Identifier: MIT

import Foundation
import SystemPackage
import TextFiles

/// A tarball of a tree, compressed or not, with or without a folder around it.
struct Tarball {
  private let path: String
  private let scratch: TemporaryFolder

  /// - Parameter path: Its path, or `-` for standard input.
  init(_ path: String, scratch: TemporaryFolder) throws(KernelSourceError) {
    self.scratch = scratch
    guard path == "-" else {
      self.path = path
      return
    }
    // tar tells how a file is compressed, but not a pipe.
    self.path = scratch.file("input.tar")
    do {
      try Data().write(to: URL(filePath: self.path))
      let file = try FileHandle(forWritingTo: URL(filePath: self.path))
      while let piece = try FileHandle.standardInput.read(upToCount: 1 << 20), !piece.isEmpty {
        try file.write(contentsOf: piece)
      }
      try file.close()
    } catch {
      throw .unwritable(path: self.path, reason: "standard input can't be kept there")
    }
  }

  /// Unpacks some folders and files.
  func unpack(_ folders: [String], to folder: TemporaryFolder) throws(KernelSourceError) {
    let patterns = folders.flatMap { [$0, "*/\($0)", "./\($0)"] }
    do throws(KernelSourceError) {
      try HostProgram(name: "tar").run(
        [
          "--force-local", "-xf", path, "-C", folder.path.string, "--no-same-owner",
          "--no-same-permissions", "--wildcards", "--anchored", "--no-wildcards-match-slash",
          // Not what could lead elsewhere.
          "--exclude=*/dts", "--exclude=*/test_fortify",
        ] + patterns, scratch: scratch)
    } catch {
      guard case .failed(_, let text) = error else { throw error }
      // Not each pattern is there; anything else is damage.
      let lines = text.split(separator: "\n").filter {
        !$0.contains("Not found in archive") && !$0.contains("Exiting with failure status due to")
      }
      if let line = lines.first {
        throw .file(path: path, reason: "is cut off, damaged or no tarball: \(String(line).visible)")
      }
    }
  }
}
