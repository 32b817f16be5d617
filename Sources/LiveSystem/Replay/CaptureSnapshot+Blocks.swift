// SPDX-License-Identifier: MIT

import AutoMovable

extension CaptureSnapshot {
  /// Checks that the blocks lie where memory can be.
  func checkBlocks() throws(SnapshotError) {
    let count = Geometry.x86_64.sectionCount / (blockSize >> 27)
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
    }
  }
}
