// SPDX-License-Identifier: MIT

internal import Foundation

/// A folder of one's own that is gone, with all it holds, at the end.
final class TemporaryFolder {
  let path: String

  /// Creates a folder, in `TMPDIR` or `/tmp`.
  init() throws(KernelSourceError) {
    let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    path = "\(base)/automovable-kernel-\(UUID().uuidString)"
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw .unwritable(path: path, reason: "cannot be created")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in it.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file, in folders that are made if need be.
  func write(_ bytes: [UInt8], to name: String) throws(KernelSourceError) {
    let file = URL(filePath: file(name))
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    } catch {
      throw .unwritable(path: file.path, reason: "cannot be written")
    }
  }
}
