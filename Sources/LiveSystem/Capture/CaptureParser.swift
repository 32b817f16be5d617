// SPDX-License-Identifier: MIT

import FoundationEssentials

/// Reads a capture line by line and checks that the lines belong together.
public struct CaptureParser: Sendable {
  /// The file, as errors name it.
  public let file: String

  /// The number of the last line read, from 1.
  public private(set) var line = 0

  private var lastSequence: Int?
  private var blockSize: UInt64?

  /// Creates a parser for a file's lines.
  public init(file: String) {
    self.file = file
  }
}

extension CaptureParser {
  /// Reads the next line, which is given without its newline.
  public mutating func parse(_ bytes: [UInt8]) throws(CaptureError) -> CaptureRecord {
    line += 1
    let data = Data(bytes)
    switch try decode(Line.self, from: data).kind {
    case "meta":
      guard line == 1 else { throw error("kind", "only the first line may be meta") }
      return .meta(try decode(CaptureMeta.self, from: data))
    case "snap":
      guard line > 1 else { throw error("kind", "the first line must be meta") }
      let snapshot = try decode(CaptureSnapshot.self, from: data)
      try check(snapshot)
      return .snapshot(snapshot)
    case let kind:
      throw error("kind", "expected meta or snap, found \(kind.quoted)")
    }
  }

  /// Checks that the file isn't over too soon.
  public func finish() throws(CaptureError) {
    guard lastSequence != nil else {
      throw CaptureError(
        file: file, line: line == 0 ? nil : line,
        problem: "expected a meta line and at least one snapshot")
    }
  }

  private mutating func check(_ snapshot: CaptureSnapshot) throws(CaptureError) {
    if let lastSequence, snapshot.sequence <= lastSequence {
      throw error("seq", "expected more than \(lastSequence), found \(snapshot.sequence)")
    }
    let size = snapshot.blockSize
    guard size >= 1 << 27, size & (size - 1) == 0, size <= 1 << 31 else {
      throw error("block_size", "expected a power of two from 2^27 to 2^31, found \(size)")
    }
    if let blockSize, blockSize != size {
      throw error("block_size", "expected \(blockSize) as before, found \(size)")
    }
    lastSequence = snapshot.sequence
    blockSize = size
  }

  private struct Line: Decodable {
    let kind: String
  }

  private func decode<Value: Decodable>(
    _ type: Value.Type, from data: Data
  ) throws(CaptureError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let decodingError as DecodingError {
      throw error(decodingError)
    } catch {
      throw self.error(nil, "not a JSON object")
    }
  }

  private func error(_ decodingError: DecodingError) -> CaptureError {
    switch decodingError {
    case .keyNotFound(let key, let context):
      error(field(context.codingPath + [key]), "missing")
    case .valueNotFound(_, let context):
      error(field(context.codingPath), "null where a value was expected")
    case .typeMismatch(let type, let context):
      error(field(context.codingPath), "expected \(Self.name(of: type))")
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      error(nil, "not valid JSON, or a number that isn't an integer of 64 bits")
    case .dataCorrupted(let context):
      error(field(context.codingPath), context.debugDescription)
    @unknown default:
      error(nil, "not a line of a capture")
    }
  }

  private func error(_ field: String?, _ problem: String) -> CaptureError {
    CaptureError(file: file, line: line, field: field, problem: problem)
  }

  private func field(_ path: [any CodingKey]) -> String? {
    var text = ""
    for key in path {
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += (text.isEmpty ? "" : ".") + key.stringValue
      }
    }
    return text.isEmpty ? nil : text
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "text"
    case is any FixedWidthInteger.Type: "an integer"
    case is any Sequence.Type: "a list or an object"
    default: "another type of value"
    }
  }
}
