// SPDX-License-Identifier: MIT

import AutoMovable

extension CaptureSnapshot {
  /// The zones by ascending node and type.
  func allZones() throws(SnapshotError) -> [(ReplayAnswer, CaptureZone)] {
    var all: [(ReplayAnswer, CaptureZone)] = []
    for (node, zones) in zones {
      guard let number = Int32(node), NodeID(number).isPossible else {
        throw SnapshotError(
          field: "zones", problem: "expected the number of a node, found \(node.quoted)")
      }
      for (name, counters) in zones {
        guard let type = ZoneType(name: name) else {
          throw SnapshotError(
            field: "zones[\(number)]", problem: "expected the name of a zone, found \(name.quoted)")
        }
        all.append((ReplayAnswer(zone: type, nodeID: NodeID(number)), counters))
      }
    }
    return all.sorted {
      ($0.0.nodeID, $0.0.zone.rawValue) < ($1.0.nodeID, $1.0.zone.rawValue)
    }
  }

  /// Checks that the blocks lie where memory can be.
  func checkBlocks() throws(SnapshotError) {
    let count = MemoryGeometry.sectionCount / (blockSize >> 27)
    var known: Set<UInt64> = []
    for (row, block) in blocks.enumerated() {
      guard block.index < count else {
        throw SnapshotError(
          field: "blocks[\(row)]",
          problem: "expected a block number below \(count), found \(block.index)")
      }
      guard known.insert(block.index).inserted else {
        throw SnapshotError(
          field: "blocks[\(row)]", problem: "block \(block.index) is there twice")
      }
      guard block.nodes.allSatisfy({ NodeID($0).isPossible }) else {
        throw SnapshotError(
          field: "blocks[\(row)]", problem: "expected numbers of nodes, found \(block.nodes)")
      }
    }
  }
}
