// SPDX-License-Identifier: MIT

import Glibc
public import SystemPackage

/// Reads a file or a stream line by line, however long it is.
///
/// Memory is bounded by the longest line, and that by `maximumLineLength`. A
/// line ends with `\n`; the last one may lack it.
public struct LineReader: ~Copyable {
  /// The longest line that is read, in bytes without its end: 64 MiB.
  public static var maximumLineLength: Int { 64 << 20 }

  /// The bytes asked for in one read.
  static var chunkSize: Int { 256 << 10 }

  /// The file's name for messages; `<stdin>` for standard input.
  public let name: String

  /// The number of the current line, counted from 1; 0 before the first.
  public private(set) var lineNumber = 0

  private let descriptor: FileDescriptor
  private let closesDescriptor: Bool

  /// What was read; `lineStart..<lineEnd` of it is the current line, and
  /// `next..<filled` what follows.
  private var buffer: [UInt8]
  private var lineStart = 0
  private var lineEnd = 0
  private var next = 0
  private var filled = 0

  /// How far the search for the end of the next line has come.
  private var scanned = 0

  private var isAtEnd = false

  /// Reads from a descriptor, which stays open.
  public init(_ descriptor: FileDescriptor, name: String) {
    self.init(descriptor, name: name, closesDescriptor: false)
  }

  /// Opens a file; `-` is standard input.
  ///
  /// - Throws: If it can't be opened.
  public init(path: String) throws(InputError) {
    if path == "-" {
      self.init(.standardInput, name: "<stdin>")
      return
    }
    do {
      let descriptor = try FileDescriptor.open(
        FilePath(path), .readOnly, options: .closeOnExec)
      self.init(descriptor, name: path, closesDescriptor: true)
    } catch {
      throw InputError(file: path, message: "cannot be opened: \(error)")
    }
  }

  private init(_ descriptor: FileDescriptor, name: String, closesDescriptor: Bool) {
    self.descriptor = descriptor
    self.name = name
    self.closesDescriptor = closesDescriptor
    buffer = [UInt8](repeating: 0, count: Self.chunkSize)
  }

  deinit {
    if closesDescriptor { try? descriptor.close() }
  }
}

extension LineReader {
  /// The current line without its end.
  public var line: Span<UInt8> {
    @_lifetime(borrow self)
    get { buffer.span.extracting(lineStart..<lineEnd) }
  }

  /// Whether moving to the next line needs no read, which might wait for
  /// whoever writes the stream.
  public var isReady: Bool {
    mutating get { isAtEnd || findLineEnd() }
  }

  /// Moves to the next line.
  ///
  /// - Returns: Whether there is one.
  public mutating func advance() throws(InputError) -> Bool {
    while !findLineEnd() {
      guard filled - next <= Self.maximumLineLength else { throw tooLong() }
      if isAtEnd {
        guard next < filled else { return false }
        setLine(end: filled, next: filled)
        return true
      }
      try fill()
    }
    guard scanned - next <= Self.maximumLineLength else { throw tooLong() }
    setLine(end: scanned, next: scanned + 1)
    return true
  }

  private mutating func setLine(end: Int, next: Int) {
    (lineStart, lineEnd) = (self.next, end)
    (self.next, scanned) = (next, next)
    lineNumber += 1
  }

  private func tooLong() -> InputError {
    InputError(
      file: name, line: lineNumber + 1,
      message: "longer than \(Self.maximumLineLength) bytes")
  }

  /// Moves `scanned` to the next line's end, or to the end of what was read.
  private mutating func findLineEnd() -> Bool {
    let count = filled - scanned
    guard count > 0 else { return false }
    let position = unsafe buffer.withUnsafeBytes { bytes -> Int? in
      // In bounds: `scanned < filled <= buffer.count`.
      let start = unsafe bytes.baseAddress! + scanned
      guard let end = unsafe memchr(start, 0x0A, count) else { return nil }
      return unsafe UnsafeRawPointer(end) - bytes.baseAddress!
    }
    scanned = position ?? filled
    return position != nil
  }

  /// Reads more, after what hasn't been returned yet.
  private mutating func fill() throws(InputError) {
    if next > 0 {
      let count = filled - next
      unsafe buffer.withUnsafeMutableBytes { bytes in
        let start = bytes.baseAddress!
        _ = unsafe memmove(start, start + next, count)
      }
      scanned -= next
      (lineStart, lineEnd, next, filled) = (0, 0, 0, count)
    }
    if filled == buffer.count {
      var larger = [UInt8](repeating: 0, count: 2 * buffer.count)
      larger.replaceSubrange(..<filled, with: buffer)
      buffer = larger
    }
    do {
      let count = try unsafe buffer.withUnsafeMutableBytes { bytes in
        try unsafe descriptor.read(
          into: UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]))
      }
      filled += count
      isAtEnd = count == 0
    } catch {
      throw InputError(file: name, message: "cannot be read: \(error)")
    }
  }
}

extension LineReader {
  /// An error of the current line.
  @inline(never)
  package func located(_ error: JSONError) -> InputError {
    InputError(
      file: name, line: lineNumber, field: JSONPath(to: error.offset, in: line).description,
      message: error.message)
  }

  /// An error of the current line.
  package func error(_ message: String) -> InputError {
    InputError(file: name, line: lineNumber, message: message)
  }
}
