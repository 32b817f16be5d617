// SPDX-License-Identifier: MIT

public import AutoMovable

extension MemoryState {
  /// Changes a zone; a node that isn't there yet comes into being.
  public mutating func updateZone(
    _ type: ZoneType, of nodeID: NodeID, _ body: (inout Zone) -> Void
  ) {
    let index = indexOfNode(nodeID)
    body(&nodes[index][type])
  }

  /// The position of a node, which is put in if it isn't there.
  private mutating func indexOfNode(_ id: NodeID) -> Int {
    let index = nodes.firstIndex { $0.id >= id } ?? nodes.count
    if index == nodes.count || nodes[index].id != id {
      nodes.insert(Node(id: id), at: index)
    }
    return index
  }
}
