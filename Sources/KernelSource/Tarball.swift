// SPDX-License-Identifier: MIT

import Foundation
import SystemPackage
import TextFiles

/// A tarball of a tree, compressed or not, with or without a folder around it.
struct Tarball {
  private let path: String
  /// What it is called: its path, or `<stdin>`.
  private let name: String
  private let scratch: TemporaryFolder

  /// - Parameter path: Its path, or `-` for standard input.
  init(_ path: String, scratch: TemporaryFolder) throws(KernelSourceError) {
    self.scratch = scratch
    name = path == "-" ? "<stdin>" : path
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

  /// Whether it is one that isn't compressed and lacks the zeros at its end, which
  /// tar doesn't mind.
  private var isCutOff: Bool {
    guard let file = FileHandle(forReadingAtPath: path),
      let head = try? file.read(upToCount: 262), head.suffix(5) == Data("ustar".utf8),
      let size = try? file.seekToEnd(), size >= 1024,
      (try? file.seek(toOffset: size - 1024)) != nil
    else { return false }
    return (try? file.readToEnd())?.allSatisfy { $0 == 0 } != true
  }

  /// Unpacks some folders and files.
  func unpack(_ folders: [String], to folder: TemporaryFolder) throws(KernelSourceError) {
    guard !isCutOff else {
      throw .file(path: name, reason: "is cut off, damaged or no tarball: it has no end")
    }
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
        throw .file(
          path: name, reason: "is cut off, damaged or no tarball: \(String(line).visible)")
      }
    }
  }
}
