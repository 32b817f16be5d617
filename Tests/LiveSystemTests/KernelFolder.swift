// SPDX-License-Identifier: MIT

import Foundation

/// A folder that holds as much of a kernel as finding it takes.
final class KernelFolder {
  let path: String

  init() {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "automovable-\(UUID().uuidString)").path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file, and the folders on its way.
  @discardableResult
  func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  /// Writes a kernel's header with a version.
  @discardableResult
  func writeImage(_ version: String, to name: String) throws -> String {
    var bytes = [UInt8](repeating: 0, count: 0x3000)
    bytes.replaceSubrange(0x202..<0x206, with: "HdrS".utf8)
    // Where the version is, less the first sector of 0x200 bytes.
    bytes.replaceSubrange(0x20E..<0x210, with: [0x00, 0x20])
    bytes.replaceSubrange(0x2200..<0x2200 + version.utf8.count, with: version.utf8)
    return try write(bytes, to: name)
  }
}
