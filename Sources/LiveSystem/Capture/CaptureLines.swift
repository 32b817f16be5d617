// SPDX-License-Identifier: MIT

import SystemPackage

/// Reads a file's lines without holding more than one of them.
struct CaptureLines: ~Copyable {
  private let file: String
  private let descriptor: FileDescriptor
  private var buffer: [UInt8] = []
  private var consumed = 0
  private var lineNumber = 0
  private var isAtEnd = false

  private static var chunkSize: Int { 1 << 16 }
  /// A snapshot of the largest machine is a tenth of this.
  private static var maximumLineSize: Int { 1 << 26 }

  init(path: FilePath) throws(CaptureError) {
    file = path.string
    do {
      descriptor = try FileDescriptor.open(path, .readOnly)
    } catch {
      throw CaptureError(file: path.string, problem: "cannot be opened: \(error)")
    }
  }

  deinit { try? descriptor.close() }

  /// The next line without its newline, or `nil` after the last one.
  mutating func next() throws(CaptureError) -> [UInt8]? {
    lineNumber += 1
    var searched = consumed
    while true {
      if let newline = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { consumed = newline + 1 }
        return Array(buffer[consumed..<newline])
      }
      if isAtEnd {
        guard consumed < buffer.count else { return nil }
        defer { consumed = buffer.count }
        return Array(buffer[consumed...])
      }
      buffer.removeFirst(consumed)
      consumed = 0
      searched = buffer.count
      guard buffer.count <= Self.maximumLineSize else {
        throw CaptureError(
          file: file, line: lineNumber,
          problem: "the line is longer than \(Self.maximumLineSize) bytes")
      }
      try fill()
    }
  }

  private mutating func fill() throws(CaptureError) {
    var chunk = [UInt8](repeating: 0, count: Self.chunkSize)
    let count: Int
    do {
      count = try unsafe chunk.withUnsafeMutableBytes { try unsafe descriptor.read(into: $0) }
    } catch {
      throw CaptureError(file: file, problem: "cannot be read: \(error)")
    }
    isAtEnd = count == 0
    buffer += chunk[..<count]
  }
}
