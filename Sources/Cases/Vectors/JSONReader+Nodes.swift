// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

/// The fields of an element of `nodes`.
private enum NodeField: UInt8, JSONName {
  case nid, zones, note

  var name: StaticString {
    switch self {
    case .nid: "nid"
    case .zones: "zones"
    case .note: "note"
    }
  }
}

extension JSONReader {
  /// Reads the list `nodes`, in any order.
  mutating func readNodes(
    into nodes: inout [Node], of geometry: Geometry
  ) throws(JSONError) {
    _ = peek()
    let start = position
    var isSorted = true
    try beginList()
    var isFirst = true
    while try nextElement(&isFirst) {
      let last = nodes.last?.id
      let index = nodes.count
      nodes.append(Node(id: 0))
      var fields = try JSONFields<NodeField>(&self)
      while let field = try fields.next(&self) {
        switch field {
        case .nid: nodes[index].id = try nodeID(of: geometry)
        case .zones: try readZones(into: &nodes[index], of: geometry)
        case .note: _ = try string()
        }
      }
      if let last, last >= nodes[index].id { isSorted = false }
    }
    guard !isSorted else { return }
    nodes.sort { $0.id < $1.id }
    for index in nodes.indices.dropFirst()
    where nodes[index - 1].id == nodes[index].id {
      throw invalid("two nodes have nid \(nodes[index].id.rawValue)", at: start)
    }
  }

  /// Reads the number of a node that can exist.
  @inline(__always)
  mutating func nodeID() throws(JSONError) -> NodeID {
    NodeID(try integer(in: 0...(NodeID.maximumCount - 1)))
  }
}

// Only for what is wrong, so the text is read again. It has been read before, so
// it is well-formed.
extension JSONReader {
  /// The error of `present_early_pages` of a zone in a list of nodes.
  func invalidEarlyPages(
    of type: ZoneType, _ id: NodeID, inNodesAt start: Int, _ message: String
  ) -> JSONError {
    var reader = self
    reader.position = start
    do throws(JSONError) {
      try reader.beginList()
      var isFirst = true
      while try reader.nextElement(&isFirst) {
        var nodeID: NodeID = 0
        var zones: Int?
        var fields = try JSONFields<NodeField>(&reader)
        while let field = try fields.next(&reader) {
          _ = reader.peek()
          if field == .zones { zones = reader.position }
          if field == .nid { nodeID = try reader.nodeID() } else { try reader.skipValue() }
        }
        if nodeID == id, let zones {
          return invalidEarlyPages(of: type, inZonesAt: zones, message)
        }
      }
    } catch {}
    return invalid(message, at: start)
  }

  /// The position of an element of a list.
  func offset(ofElement index: Int, inListAt start: Int) -> Int? {
    var reader = self
    reader.position = start
    do throws(JSONError) {
      try reader.beginList()
      var isFirst = true
      var count = 0
      while try reader.nextElement(&isFirst) {
        _ = reader.peek()
        if count == index { return reader.position }
        count += 1
        try reader.skipValue()
      }
    } catch {}
    return nil
  }
}
