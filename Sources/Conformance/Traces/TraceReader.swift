// SPDX-License-Identifier: MIT

/// Reads the lines of a trace file one after the other, in flat memory.
///
/// A file holds a trace: a machine and what happens to it. After it another one
/// may follow, which begins with its machine.
public struct TraceReader: ~Copyable {
  /// The operations read so far, of all traces.
  public private(set) var count: UInt64 = 0

  private var lines: LineReader
  private let decoder = TraceDecoder()
  private var declaredCount: UInt64?
  private var hasMachine = false

  /// Whether the current line of `lines` is still to be read.
  private var holdsLine: Bool

  /// Creates a reader of a file whose first line was read, but not looked at,
  /// or of which none was.
  public init(_ lines: consuming LineReader) {
    holdsLine = lines.lineNumber > 0
    self.lines = lines
  }
}

extension TraceReader {
  /// The file's name.
  public var fileName: String { lines.name }

  /// The line read last, counted from 1.
  public var lineNumber: Int { lines.lineNumber }

  /// Whether reading on needs not wait for whoever writes the stream.
  public var isReady: Bool { mutating get { holdsLine || lines.isReady } }

  /// Reads the next line.
  ///
  /// - Returns: What it says, or `nil` at the end of the file.
  /// - Throws: If the line is malformed, the file can't be read, or it holds
  ///   other than the number of operations that its header tells. Reading on
  ///   after an error isn't meaningful.
  public mutating func next() throws(InputError) -> TraceLine? {
    guard try advance() else { return try end() }
    if lines.lineNumber == 1, case .traceHeader = FirstLine(lines.line) {
      try readHeader()
      guard try advance() else { return try end() }
    }
    let line: TraceLine
    do throws(JSONError) {
      line = try decoder.decode(lines.line)
    } catch {
      throw located(error)
    }
    switch line {
    case .machine: hasMachine = true
    case .step:
      guard hasMachine else { throw error("an operation, but no machine before it") }
      if let declaredCount, count == declaredCount {
        throw error(
          "the header tells count \(declaredCount), but here is another operation")
      }
      count += 1
    }
    return line
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
      declaredCount = try FileHeader(lines.line, schema: FileHeader.traces).count
    } catch {
      throw located(error)
    }
  }

  private func end() throws(InputError) -> TraceLine? {
    guard hasMachine else {
      throw InputError(file: lines.name, message: "a trace without a machine")
    }
    guard let declaredCount, declaredCount != count else { return nil }
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
