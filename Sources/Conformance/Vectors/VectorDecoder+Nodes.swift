// SPDX-License-Identifier: MIT

import AutoMovable

extension VectorDecoder {
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

  /// Reads the list `nodes`, in any order.
  func readNodes(
    _ reader: inout JSONReader, into state: inout MemoryState
  ) throws(JSONError) {
    _ = reader.peek()
    let start = reader.position
    var isSorted = true
    try reader.beginList()
    var isFirst = true
    while try reader.nextElement(&isFirst) {
      let last = state.nodes.last?.id
      let index = state.nodes.count
      state.nodes.append(Node(id: 0))
      var fields = try JSONFields<NodeField>(&reader)
      while let field = try fields.next(&reader) {
        switch field {
        case .nid: state.nodes[index].id = try reader.nodeID()
        case .zones: try readZones(&reader, into: &state.nodes[index])
        case .note: _ = try reader.string()
        }
      }
      if let last, last >= state.nodes[index].id { isSorted = false }
    }
    guard !isSorted else { return }
    state.nodes.sort { $0.id < $1.id }
    for index in state.nodes.indices.dropFirst()
    where state.nodes[index - 1].id == state.nodes[index].id {
      throw reader.invalid(
        "two nodes have nid \(state.nodes[index].id.rawValue)", at: start)
    }
  }
}

extension JSONReader {
  /// Reads the number of a node that can exist.
  @inline(__always)
  mutating func nodeID() throws(JSONError) -> NodeID {
    NodeID(try integer(in: 0...(NodeID.maximumCount - 1)))
  }
}
