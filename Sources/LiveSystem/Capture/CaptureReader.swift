// SPDX-License-Identifier: MIT

public import SystemPackage
public import TextFiles

/// Reads a capture line by line and checks that the lines belong together.
public struct CaptureReader: ~Copyable {
  private var lines: LineReader
  /// Whether the current line is still to be read.
  private var holdsLine: Bool
  private var progress = Progress()

  /// Opens a file.
  ///
  /// - Parameter path: The file; errors name it as it is given here.
  public init(path: FilePath) throws(InputError) {
    self.init(try LineReader(path: path.string))
  }

  /// Reads lines of which the first was read, but not looked at, or none.
  public init(_ lines: consuming LineReader) {
    holdsLine = lines.lineNumber > 0
    self.lines = lines
  }
}

extension CaptureReader {
  /// Whether it is noticed if the last lines are lost; known once the first line is read.
  public var tellsItsEnd: Bool { progress.declaredCount != nil || progress.isOver != nil }

  /// The file's name, as errors have it.
  public var fileName: String { lines.name }

  /// The number of the last line read, from 1.
  public var lineNumber: Int { lines.lineNumber }

  /// The next line's content, or `nil` after the last line.
  public mutating func next() throws(InputError) -> CaptureRecord? {
    let isThere = holdsLine ? true : try lines.advance()
    holdsLine = false
    guard isThere else {
      try progress.finish(lines)
      return nil
    }
    if lineNumber == 1 {
      let first = FirstLine(lines.line)
      switch first {
      case .capture, .unknown: break
      default: throw lines.error(first.fault(expecting: "a capture"))
      }
    }
    do throws(JSONError) {
      return try decode()
    } catch {
      throw lines.located(error)
    }
  }

  private mutating func decode() throws(JSONError) -> CaptureRecord {
    var reader = JSONReader(lines.line)
    if lineNumber == 1 {
      let meta = try CaptureMeta(&reader)
      try reader.finish()
      progress.declaredCount = meta.snapshotCount
      progress.isOver = meta.hasEnd ? false : nil
      return .meta(meta)
    }
    if progress.isOver != nil, let count = try end(&reader) {
      try progress.finish(count, in: reader)
      return .end(snapshotCount: count)
    }
    let snapshot = try CaptureSnapshot(&reader)
    try reader.finish()
    try progress.take(snapshot, in: reader)
    return .snapshot(snapshot)
  }
}

extension CaptureReader {
  /// The number of snapshots that the line at the end has, or `nil` if it is another line.
  private func end(_ reader: inout JSONReader) throws(JSONError) -> UInt64? {
    // No snapshot is as short, and none is read twice.
    guard lines.line.count < 256 else { return nil }
    var count: UInt64?
    var fields = try JSONFields<CaptureRecord.EndField>(&reader)
    while let field = try fields.nextKnown(&reader) {
      switch field {
      case .kind: _ = try reader.name(CaptureRecord.EndKind.self)
      case .snapshotCount: count = try reader.integer()
      }
    }
    guard fields.contains(.kind) else { throw fields.missing(.kind) }
    let number = try fields.require(count, .snapshotCount)
    try reader.finish()
    return number
  }
}

/// How far the lines have come.
private struct Progress {
  var declaredCount: UInt64?

  /// Whether the line at the end has come; `nil` if none is to come.
  var isOver: Bool?

  private var lastSequence: Int?
  private var blockSize: UInt64?
  private var snapshotCount: UInt64 = 0

  /// Checks that a snapshot goes with those before.
  mutating func take(
    _ snapshot: CaptureSnapshot, in reader: borrowing JSONReader
  ) throws(JSONError) {
    if isOver == true { throw reader.invalid("expected nothing behind the line at the end", at: 0) }
    if let lastSequence, snapshot.sequence <= lastSequence {
      throw try Place.sequence.expected("more than \(lastSequence)", in: reader)
    }
    if let blockSize, blockSize != snapshot.blockSize {
      throw try Place.blockSize.expected("\(blockSize) as before", in: reader)
    }
    lastSequence = snapshot.sequence
    blockSize = snapshot.blockSize
    snapshotCount += 1
  }

  /// Checks what the line at the end says.
  mutating func finish(_ count: UInt64, in reader: borrowing JSONReader) throws(JSONError) {
    if isOver == true { throw reader.invalid("expected nothing behind the line at the end", at: 0) }
    isOver = true
    guard count == snapshotCount else {
      throw reader.invalid("snapshots: \(count), but there are \(snapshotCount)", at: 0)
    }
  }

  /// Checks that the file isn't over too soon.
  func finish(_ lines: borrowing LineReader) throws(InputError) {
    guard snapshotCount > 0 else {
      throw InputError(
        file: lines.name, line: lines.lineNumber == 0 ? nil : lines.lineNumber,
        message: "expected a meta line and at least one snapshot")
    }
    guard isOver != false else {
      throw InputError(
        file: lines.name, line: lines.lineNumber,
        message: "expected a line at the end that says how many snapshots there are, found none")
    }
    guard let declaredCount, declaredCount != snapshotCount else { return }
    throw InputError(
      file: lines.name, line: 1, field: "snapshots",
      message: "\(declaredCount), but the file ends after \(snapshotCount)")
  }
}

/// A field that lines are checked by.
private enum Place: UInt8, JSONName {
  case sequence, blockSize

  var name: StaticString {
    switch self {
    case .sequence: "seq"
    case .blockSize: "block_size"
    }
  }

  /// The error of a value that doesn't go with the lines before.
  func expected(
    _ expectation: String, in reader: borrowing JSONReader
  ) throws(JSONError) -> JSONError {
    var line = copy reader
    line.position = 0
    let fields = try JSONFields<Self>(&line)
    return reader.expected(expectation, at: fields.offset(of: self, in: reader))
  }
}
