// SPDX-License-Identifier: MIT

import SystemPackage
import TextFiles

/// Writes a capture, which gets its name once it is whole.
public struct CaptureWriter: ~Copyable {
  /// Where it is then.
  let path: FilePath

  private let file: WholeFile

  /// Starts a capture in a directory, which is created if need be.
  init(directory: String, name: String) throws(LiveError) {
    try self.init(FilePath(directory).appending("\(name).jsonl"))
  }

  /// Starts a capture.
  ///
  /// - Parameter createsFolders: Whether its directory is created if need be.
  init(_ path: FilePath, createsFolders: Bool = true) throws(LiveError) {
    self.path = path
    let directory = path.removingLastComponent()
    do {
      if createsFolders, !directory.isEmpty { try directory.createFolders() }
      file = try WholeFile(path)
    } catch {
      throw .file(path: path.string, reason: "cannot be written: \(error)")
    }
  }

  /// Adds a line.
  func write(_ record: CaptureRecord) throws(LiveError) {
    var writer = JSONWriter()
    record.write(to: &writer)
    writer.endLine()
    do {
      try file.descriptor.writeAll(writer.bytes)
    } catch {
      throw .file(path: path.string, reason: "cannot be written: \(error)")
    }
  }

  /// Puts the capture in its place, over an older one.
  consuming func finish() throws(LiveError) {
    let path = path
    do {
      try file.commit()
    } catch {
      throw .file(path: path.string, reason: "cannot be put in place: \(error)")
    }
  }
}
