// SPDX-License-Identifier: MIT

import AutoMovable
package import TextFiles

/// Decodes the lines of a vector file.
///
/// A decoder keeps nothing from line to line but storage.
package struct VectorDecoder {
  /// The groups of a line in the order in which they are given.
  var groups: [MemoryGroup] = []

  /// Creates a decoder.
  package init() {}

  private enum Field: UInt8, JSONName {
    case id, params, nodes, groups, sections, query, expect, note

    var name: StaticString {
      switch self {
      case .id: "id"
      case .params: "params"
      case .nodes: "nodes"
      case .groups: "groups"
      case .sections: "sections"
      case .query: "query"
      case .expect: "expect"
      case .note: "note"
      }
    }
  }
}

extension VectorDecoder {
  /// Decodes a line.
  ///
  /// - Parameter buffer: Receives the vector; if the line is malformed, what
  ///   it holds means nothing.
  package mutating func decode(
    _ line: Span<UInt8>, into buffer: inout VectorBuffer
  ) throws(JSONError) {
    buffer.id.removeAll(keepingCapacity: true)
    buffer.note = nil
    buffer.batch.removeAll()
    buffer.expect = nil

    var reader = JSONReader(line)
    var parameters = Parameters()
    var query = Query()
    var expectation = Expectation()
    var fields = try JSONFields<Field>(&reader, "an object with a vector")
    while let field = try fields.next(&reader) {
      switch field {
      case .id: reader.append(try reader.string(), to: &buffer.id)
      case .note:
        var note: [UInt8] = []
        reader.append(try reader.string(), to: &note)
        buffer.note = note
      case .params: try parameters.read(&reader)
      case .nodes: try reader.readNodes(into: &buffer.batch.state.nodes)
      case .groups: try readGroups(&reader, into: &buffer.batch.state)
      case .sections: try readSections(&reader, into: &buffer.batch.state)
      case .query: try query.read(&reader)
      case .expect: try expectation.read(&reader)
      }
    }
    try reader.finish()

    guard fields.contains(.id) else { throw fields.missing(.id, in: reader) }
    guard fields.contains(.query) else {
      throw fields.missing(.query, in: reader)
    }
    buffer.batch.policy = try parameters.policy(for: query, in: reader)
    buffer.batch.queries.append(
      try query.decisionQuery(for: buffer.batch.state, in: reader))
    if fields.contains(.expect) {
      buffer.expect = try expectation.result(of: query, in: reader)
    }
  }
}
