// SPDX-License-Identifier: MIT

public import TextFiles

/// Reads the lines of a trace file one after the other, in flat memory.
///
/// A file holds a trace: a machine and what happens to it. After it another one
/// may follow, which begins with its machine.
public struct TraceReader: ~Copyable {
  private var lines: CountedLines
  private let decoder = TraceDecoder()
  private var hasMachine = false

  /// Creates a reader of a file whose first line was read, but not looked at,
  /// or of which none was.
  public init(_ lines: consuming LineReader) {
    self.lines = CountedLines(lines, of: "operation", schema: FileHeader.traces)
  }
}

extension TraceReader {
  /// The operations read so far, of all traces.
  public var count: UInt64 { lines.count }

  /// The file's name.
  public var fileName: String { lines.reader.name }

  /// The line read last, counted from 1.
  public var lineNumber: Int { lines.reader.lineNumber }

  /// Whether reading on needs not wait for whoever writes the stream.
  public var isReady: Bool { mutating get { lines.isReady } }

  /// Reads the next line.
  ///
  /// - Returns: What it says, or `nil` at the end of the file.
  /// - Throws: If the line is malformed, the file can't be read, or it holds
  ///   other than the number of operations that its header tells. Reading on
  ///   after an error isn't meaningful.
  public mutating func next() throws(InputError) -> TraceLine? {
    guard try advance() else {
      guard hasMachine else {
        throw InputError(file: fileName, message: "a trace without a machine")
      }
      try lines.finish()
      return nil
    }
    let line: TraceLine
    do throws(JSONError) {
      line = try decoder.decode(lines.line)
    } catch {
      throw lines.located(error)
    }
    switch line {
    case .machine: hasMachine = true
    case .step:
      guard hasMachine else {
        throw lines.error("an operation, but no machine before it")
      }
      try lines.countOne()
    }
    return line
  }

  private mutating func advance() throws(InputError) -> Bool {
    guard try lines.advance() else { return false }
    guard lineNumber == 1, case .traceHeader = FirstLine(lines.line) else { return true }
    return try lines.readHeader()
  }
}
