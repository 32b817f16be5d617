// SPDX-License-Identifier: MIT

public import TextFiles

/// Reads the vectors of a file or stream one after the other, in flat memory.
public struct VectorReader: ~Copyable {
  /// The vector read last.
  public private(set) var vector = VectorBuffer()

  private var lines: CountedLines
  private var decoder = VectorDecoder()

  /// Creates a reader of a file whose first line was read, but not looked at,
  /// or of which none was.
  public init(_ lines: consuming LineReader) {
    self.lines = CountedLines(lines, of: "vector", schema: FileHeader.vectors)
  }
}

extension VectorReader {
  /// The vectors read so far.
  public var count: UInt64 { lines.count }

  /// The file's name.
  public var fileName: String { lines.reader.name }

  /// The line of the vector read last, counted from 1.
  public var lineNumber: Int { lines.reader.lineNumber }

  /// Whether reading on needs not wait for whoever writes the stream.
  public var isReady: Bool { mutating get { lines.isReady } }

  /// Reads the next vector.
  ///
  /// - Returns: Whether there is one.
  /// - Throws: If the line is malformed, the file can't be read or it holds
  ///   other than the number of vectors that its header tells. Reading on
  ///   after an error isn't meaningful.
  public mutating func next() throws(InputError) -> Bool {
    guard try advance() else {
      try lines.finish()
      return false
    }
    try lines.countOne()
    do throws(JSONError) {
      try decoder.decode(lines.line, into: &vector)
    } catch {
      throw lines.located(error)
    }
    return true
  }

  private mutating func advance() throws(InputError) -> Bool {
    guard try lines.advance() else { return false }
    guard lineNumber == 1 else { return true }
    let first = FirstLine(lines.line)
    switch first {
    case .vector, .unknown: return true
    case .vectorHeader: return try lines.readHeader()
    case .traceHeader, .trace, .capture, .result:
      throw lines.error(first.fault(expecting: "decision vectors"))
    }
  }
}
