// SPDX-License-Identifier: MIT

/// The line that a file of vectors or a trace may begin with.
package struct FileHeader {
  /// The schema of decision vectors.
  package static var vectors: StaticString { "automovable-decisions/1" }

  /// The schema of traces.
  package static var traces: StaticString { "automovable-traces/1" }

  /// The number of vectors or operations that follow, if the header tells.
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
  package init(_ line: Span<UInt8>, schema: StaticString) throws(JSONError) {
    var reader = JSONReader(line)
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .schema:
        _ = reader.peek()
        let start = reader.position
        guard reader.equals(try reader.string(), schema) else {
          throw reader.expected("\"\(schema)\"", at: start)
        }
      case .count: count = try reader.integer()
      case .source: try reader.skipValue()
      case .note: _ = try reader.string()
      }
    }
    try reader.finish()
    guard fields.contains(.schema) else {
      throw fields.missing(.schema)
    }
  }
}

extension JSONWriter {
  /// Writes a header, without a line's end.
  package mutating func writeHeader(_ schema: StaticString, count: UInt64, source: String) {
    beginObject()
    name("schema")
    value(schema)
    name("count")
    value(count)
    name("source")
    value(source)
    endObject()
  }
}
