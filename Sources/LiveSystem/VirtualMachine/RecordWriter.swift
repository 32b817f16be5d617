// SPDX-License-Identifier: MIT

internal import Foundation
internal import Glibc
internal import SystemPackage

/// Writes a capture beside its place and moves it there once it is whole.
struct RecordWriter: ~Copyable {
  private let path: String
  private let temporaryPath: String
  private let handle: FileHandle
  private let encoder: JSONEncoder

  /// Starts a capture in a directory, which is created if need be.
  init(directory: String, name: String) throws(LiveError) {
    path = "\(directory)/\(name).jsonl"
    temporaryPath = "\(directory)/.\(name).jsonl.\(ProcessInfo.processInfo.processIdentifier)"
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
      try Data().write(to: URL(filePath: temporaryPath))
      handle = try FileHandle(forWritingTo: URL(filePath: temporaryPath))
    } catch {
      throw .file(path: path, reason: "cannot be written: \(error.localizedDescription)")
    }
  }

  /// Adds a line.
  func write(_ record: some Encodable) throws(LiveError) {
    do {
      try handle.write(contentsOf: encoder.encode(record) + [0x0A])
    } catch {
      throw .file(path: path, reason: "cannot be written: \(error.localizedDescription)")
    }
  }

  /// Puts the capture in its place, over an older one.
  func finish() throws(LiveError) {
    guard unsafe rename(temporaryPath, path) == 0 else {
      throw .file(path: path, reason: "cannot be put in place: \(Errno(rawValue: errno))")
    }
  }

  deinit {
    try? handle.close()
    // Gone already if the capture was finished.
    try? FileManager.default.removeItem(atPath: temporaryPath)
  }
}
