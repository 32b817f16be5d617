// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// Where a small machine has memory: at boot, and later.
///
/// All is counted in memory blocks of 128 MiB. Block 32 begins at 4 GiB, where
/// `ZONE_NORMAL` does.
struct BootShape: Sendable {
  /// The nodes as boot leaves them.
  let nodes: [Node]

  /// The boot memory, if it isn't all that zones span.
  var memory: [BootMemory]?

  /// The blocks that can be added, with their nodes, ids ascending.
  let added: [(block: UInt64, nodeID: NodeID)]
}

extension BootShape {
  static let blockPages = Geometry.x86_64.pagesPerSection

  /// Pages of a number of blocks, that may be any part of one.
  private static func pages(_ blocks: Double) -> UInt64 { UInt64(blocks * Double(blockPages)) }

  private static func zone(_ start: Double, _ count: Double) -> Zone {
    Zone(
      startPFN: pages(start), spannedPages: pages(count), presentPages: pages(count),
      presentEarlyPages: pages(count))
  }

  private static func node(_ id: NodeID, _ zones: [(ZoneType, Double, Double)]) -> Node {
    var node = Node(id: id)
    for (type, start, count) in zones { node[type] = zone(start, count) }
    return node
  }

  /// One boot block above 4 GiB.
  static func oneBlock(added: Int) -> BootShape {
    BootShape(
      nodes: [node(0, [(.normal, 32, 1)])],
      added: (0..<UInt64(added)).map { (33 + $0, 0) })
  }

  /// Two boot blocks above 4 GiB, and two blocks with a gap between them.
  static let twoBlocks = BootShape(
    nodes: [node(0, [(.normal, 32, 2)])], added: [(34, 0), (36, 0)])

  /// One block at the end of what DMA32 can span, one in it, one behind.
  static let low = BootShape(
    nodes: [node(0, [(.dma32, 29, 1), (.normal, 32, 1)])], added: [(30, 0), (33, 0)])

  /// DMA32 has a hole of a block, which can be filled.
  static let holeInDMA32 = BootShape(
    nodes: [
      node(0, [(.dma32, 28, 3)]).changing(.dma32) {
        $0.presentPages = pages(2)
        $0.presentEarlyPages = pages(2)
      }
    ],
    memory: [
      BootMemory(PageRange(startPFN: pages(28), pageCount: pages(1)), nodeID: 0),
      BootMemory(PageRange(startPFN: pages(30), pageCount: pages(1)), nodeID: 0),
    ],
    added: [(29, 0), (32, 0)])

  /// Boot memory ends in a block's middle, so that this block has a hole and never
  /// goes offline.
  static let partOfBlock = BootShape(
    nodes: [node(0, [(.normal, 32, 1.5)])], added: [(34, 0), (35, 0)])

  /// Boot memory begins in the middle of block 0, with DMA, and goes on in DMA32.
  static let belowDMA = BootShape(
    nodes: [node(0, [(.dma, 0.0625, 0.0625), (.dma32, 0.125, 1.875)])],
    added: [(2, 0), (3, 0)])

  /// As `kernelcore=` makes it: one of three boot blocks is movable.
  static let movableAtBoot = BootShape(
    nodes: [node(0, [(.normal, 32, 2), (.movable, 34, 1)])], added: [(35, 0), (36, 0)])

  /// More pages for contiguous allocation than none.
  static let contiguousPages = BootShape(
    nodes: [
      node(0, [(.normal, 32, 2)]).changing(.normal) { $0.cmaPages = pages(0.5) }
    ],
    added: [(34, 0), (35, 0)])

  /// Two nodes with boot memory.
  static let twoNodes = BootShape(
    nodes: [node(0, [(.normal, 32, 1)]), node(1, [(.normal, 40, 1)])],
    added: [(33, 0), (41, 1)])

  /// The second node comes with its first memory and goes with its last.
  static let nodeWithoutMemory = BootShape(
    nodes: [node(0, [(.normal, 32, 1)])], added: [(33, 0), (40, 1)])
}

extension Node {
  /// The node with a zone that is otherwise.
  fileprivate func changing(_ type: ZoneType, _ change: (inout Zone) -> Void) -> Node {
    var node = self
    change(&node[type])
    return node
  }
}
