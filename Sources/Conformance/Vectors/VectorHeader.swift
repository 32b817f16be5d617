// SPDX-License-Identifier: MIT

/// The line that a vector file may begin with.
struct VectorHeader {
  /// The schema of decision vectors.
  static var schema: StaticString { "automovable-decisions/1" }

  /// The number of vectors that follow, if the header tells.
  var count: UInt64?

  private enum Field: UInt8, JSONName {
    case schema, count, source, note

    var name: StaticString {
      switch self {
      case .schema: "schema"
      case .count: "count"
      case .source: "source"
      case .note: "note"
      }
    }
  }

  /// Decodes a header.
  init(_ line: Span<UInt8>) throws(JSONError) {
    var reader = JSONReader(line)
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .schema:
        _ = reader.peek()
        let start = reader.position
        guard reader.equals(try reader.string(), Self.schema) else {
          throw reader.expected("\"\(Self.schema)\"", at: start)
        }
      case .count: count = try reader.integer()
      case .source: try reader.skipValue()
      case .note: _ = try reader.string()
      }
    }
    try reader.finish()
    guard fields.contains(.schema) else {
      throw fields.missing(.schema, in: reader)
    }
  }
}
