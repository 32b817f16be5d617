// SPDX-License-Identifier: MIT

internal import Foundation

/// A directory of one's own that is gone, with all it holds, at the end.
struct TemporaryDirectory: ~Copyable {
  let path: String

  /// Creates a directory, in `TMPDIR` or `/tmp`.
  init() throws(LiveError) {
    // A socket's path is at most 107 bytes long, so the name is short.
    let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    let name = String(UInt64.random(in: .min ... .max), radix: 36)
    path = "\(base)/automovable-\(name)"
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw .file(path: path, reason: "cannot be created: \(error.localizedDescription)")
    }
  }

  /// The path of a file in it.
  func file(_ name: String) -> String {
    "\(path)/\(name)"
  }

  /// Writes a file in it.
  ///
  /// - Returns: The file's path.
  func write(_ bytes: [UInt8], to name: String) throws(LiveError) -> String {
    let path = file(name)
    do {
      try Data(bytes).write(to: URL(filePath: path))
    } catch {
      throw .file(path: path, reason: "cannot be written: \(error.localizedDescription)")
    }
    return path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
