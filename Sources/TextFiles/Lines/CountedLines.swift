// SPDX-License-Identifier: MIT

/// The lines of a file behind its header, if it has one, and the number of
/// things in them that the header tells.
package struct CountedLines: ~Copyable {
  /// The vectors or operations counted so far.
  package private(set) var count: UInt64 = 0

  package private(set) var reader: LineReader

  /// What is counted, in the singular.
  private let unit: StaticString

  private let schema: StaticString

  private var declaredCount: UInt64?

  /// Whether the current line is still to be read.
  private var holdsLine: Bool

  /// Reads a file whose first line was read, but not looked at, or of which
  /// none was.
  package init(_ reader: consuming LineReader, of unit: StaticString, schema: StaticString) {
    holdsLine = reader.lineNumber > 0
    self.reader = reader
    self.unit = unit
    self.schema = schema
  }
}

extension CountedLines {
  /// The current line without its end.
  package var line: Span<UInt8> {
    @_lifetime(borrow self)
    get { reader.line }
  }

  /// Whether reading on needs not wait for whoever writes the stream.
  package var isReady: Bool { mutating get { holdsLine || reader.isReady } }

  /// Moves to the next line.
  ///
  /// - Returns: Whether there is one.
  package mutating func advance() throws(InputError) -> Bool {
    guard !holdsLine else {
      holdsLine = false
      return true
    }
    return try reader.advance()
  }

  /// Reads the header, which is the current line, and moves behind it.
  package mutating func readHeader() throws(InputError) -> Bool {
    do throws(JSONError) {
      declaredCount = try FileHeader(reader.line, schema: schema).count
    } catch {
      throw located(error)
    }
    return try advance()
  }

  /// Counts what the current line holds.
  ///
  /// - Throws: If it is one more than the header tells.
  package mutating func countOne() throws(InputError) {
    if let declaredCount, count == declaredCount {
      throw error("the header tells count \(declaredCount), but here is another \(unit)")
    }
    count += 1
  }

  /// Makes sure at the end of the file that nothing is missing.
  package func finish() throws(InputError) {
    guard let declaredCount, declaredCount != count else { return }
    throw InputError(
      file: reader.name, line: 1, field: "count",
      message: "\(declaredCount), but the file ends after \(count)")
  }

  /// An error of the current line.
  package func located(_ error: JSONError) -> InputError { reader.located(error) }

  /// An error of the current line.
  package func error(_ message: String) -> InputError { reader.error(message) }
}
