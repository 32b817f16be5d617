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
    // A geometry is seldom said, so it isn't in the way of the others.
    case id, params, nodes, groups, sections, query, expect, note, geometry

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
      case .geometry: "geometry"
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
    let geometry: Geometry
    do throws(JSONError) {
      geometry = try decode(line, of: .x86_64, into: &buffer)
    } catch {
      // It may be right on what it says farther on.
      guard let found = JSONReader(line).geometryAhead(), found != .x86_64 else {
        throw error
      }
      geometry = found
    }
    guard geometry != .x86_64 else { return }
    _ = try decode(line, of: geometry, into: &buffer)
  }

  /// Decodes a line up to a geometry that isn't the given one, and returns that;
  /// or all of it, and returns the given one.
  private mutating func decode(
    _ line: Span<UInt8>, of geometry: Geometry, into buffer: inout VectorBuffer
  ) throws(JSONError) -> Geometry {
    buffer.batch.use(geometry)
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
      case .geometry:
        let found = try reader.geometry()
        guard found == geometry else { return found }
      case .nodes:
        try reader.readNodes(into: &buffer.batch.state.nodes, of: geometry)
      case .groups: try readGroups(&reader, into: &buffer.batch.state)
      case .sections: try readSections(&reader, into: &buffer.batch.state)
      case .query: try query.read(&reader)
      case .expect: try expectation.read(&reader, geometry)
      }
    }
    try reader.finish()

    guard fields.contains(.id) else { throw fields.missing(.id) }
    guard fields.contains(.query) else {
      throw fields.missing(.query)
    }
    buffer.batch.policy = try parameters.policy(for: query, geometry, in: reader)
    buffer.batch.queries.append(
      try query.decisionQuery(for: buffer.batch.state, in: reader))
    if fields.contains(.expect) {
      buffer.expect = try expectation.result(of: query, in: reader)
    }
    return geometry
  }
}
