// SPDX-License-Identifier: MIT

/// Reads the vectors of a file or stream one after the other, in flat memory.
public struct VectorReader: ~Copyable {
  /// The vector read last.
  public private(set) var vector = VectorBuffer()

  /// The vectors read so far.
  public private(set) var count: UInt64 = 0

  private var lines: LineReader
  private var decoder = VectorDecoder()
  private var declaredCount: UInt64?

  /// Whether the current line of `lines` is still to be read.
  private var holdsLine: Bool

  /// Creates a reader of a file whose first line was read, but not looked at,
  /// or of which none was.
  public init(_ lines: consuming LineReader) {
    holdsLine = lines.lineNumber > 0
    self.lines = lines
  }
}

extension VectorReader {
  /// The file's name.
  public var fileName: String { lines.name }

  /// The line of the vector read last, counted from 1.
  public var lineNumber: Int { lines.lineNumber }

  /// Whether reading on needs not wait for whoever writes the stream.
  public var isReady: Bool { mutating get { holdsLine || lines.isReady } }

  /// Reads the next vector.
  ///
  /// - Returns: Whether there is one.
  /// - Throws: If the line is malformed, the file can't be read or it holds
  ///   other than the number of vectors that its header tells. Reading on
  ///   after an error isn't meaningful.
  public mutating func next() throws(InputError) -> Bool {
    guard try advance() else { return try end() }
    if lines.lineNumber == 1 {
      switch FirstLine(lines.line) {
      case .vector: break
      case .vectorHeader:
        try readHeader()
        guard try advance() else { return try end() }
      case .traceHeader, .trace:
        throw error("a trace, but decision vectors were expected")
      }
    }
    if let declaredCount, count == declaredCount {
      throw error("the header tells count \(declaredCount), but here is another vector")
    }
    do throws(JSONError) {
      try decoder.decode(lines.line, into: &vector)
    } catch {
      throw located(error)
    }
    count += 1
    return true
  }

  private mutating func advance() throws(InputError) -> Bool {
    guard !holdsLine else {
      holdsLine = false
      return true
    }
    return try lines.advance()
  }

  private mutating func readHeader() throws(InputError) {
    do throws(JSONError) {
      declaredCount = try FileHeader(lines.line, schema: FileHeader.vectors).count
    } catch {
      throw located(error)
    }
  }

  private func end() throws(InputError) -> Bool {
    guard let declaredCount, declaredCount != count else { return false }
    throw InputError(
      file: lines.name, line: 1, field: "count",
      message: "\(declaredCount), but the file ends after \(count)")
  }

  @inline(never)
  private func located(_ error: JSONError) -> InputError {
    InputError(error, in: lines)
  }

  private func error(_ message: String) -> InputError {
    InputError(file: lines.name, line: lines.lineNumber, message: message)
  }
}
