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
  mutating func readNodes(into nodes: inout [Node]) throws(JSONError) {
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
        case .nid: nodes[index].id = try nodeID()
        case .zones: try readZones(into: &nodes[index])
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
