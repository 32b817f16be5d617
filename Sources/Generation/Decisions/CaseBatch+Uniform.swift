// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// What an arbitrary machine is made of.
private struct UniformDraw: Draw {
  let bits: UInt64

  var isFull: Bool { isZero(at: 0, width: 1) }
  var isContiguous: Bool { isZero(at: 1, width: 2) }
  var isNUMAAware: Bool { isZero(at: 3, width: 1) }
  var isMovableNodeEnabled: Bool { isZero(at: 4, width: 1) }
  var furtherNodes: Int { index(at: 5, width: 2) }
  var groups: Int { index(at: 7, width: 3) }
  var runs: Int { index(at: 10, width: 2) }
  var section: UInt64 { field(at: 16, width: 8) }
}

/// A group of an arbitrary machine.
private struct UniformGroupDraw: Draw {
  let bits: UInt64

  var node: UInt64 { field(at: 0, width: 5) }
  var isDynamic: Bool { isZero(at: 5, width: 1) }
  func unitExponent(from least: UInt64) -> UInt64 {
    least &+ field(at: 6, width: 6) % (64 &- least)
  }
}

/// A run of sections of an arbitrary machine.
private struct UniformRunDraw: Draw {
  let bits: UInt64

  var furtherSections: UInt64 { field(at: 0, width: 3) }
  var gap: UInt64 { field(at: 4, width: 3) }
  var node: UInt64 { bits >> 8 }
}

/// A question about an arbitrary machine.
private struct UniformQueryDraw: Draw {
  let bits: UInt64

  var group: UInt64 { bits }
  var isTest: Bool { isZero(at: 16, width: 1) }
  // The one of a test, the other of a zone's choice.
  var isSystem: Bool { isZero(at: 17, width: 1) }
  var isNearSections: Bool { isZero(at: 17, width: 1) }
  var node: UInt64 { bits >> 18 }
  var section: UInt64 { field(at: 40, width: 9) }
}

extension CaseBatch {
  /// Every number an arbitrary 64-bit word, or one of random width.
  mutating func makeUniform(_ count: Int, _ random: inout SplitMix64) {
    let draw = UniformDraw(&random)
    let isFull = draw.isFull
    let sectionShift = state.geometry.sectionShift
    policy = Policy(
      onlinePolicy: draw.isContiguous ? .contigZones : .autoMovable,
      autoMovableRatio: UInt32(truncatingIfNeeded: isFull ? random.next() : random.logUniform()),
      isAutoMovableNUMAAware: draw.isNUMAAware,
      isMovableNodeEnabled: draw.isMovableNodeEnabled)
    for index in 0...draw.furtherNodes {
      var node = Node(id: NodeID(Int32(truncatingIfNeeded: index) &* 7))
      for type in 0..<ZoneType.count {
        node.zones[type] = Zone(
          startPFN: word(isFull, &random), spannedPages: word(isFull, &random),
          presentPages: word(isFull, &random),
          presentEarlyPages: word(isFull, &random),
          cmaPages: word(isFull, &random))
      }
      state.nodes.append(node)
    }
    for index in 0..<draw.groups {
      let draw = UniformGroupDraw(&random)
      append(
        MemoryGroup(
          id: MemoryGroupID(Int32(truncatingIfNeeded: index) &* 1001),
          nodeID: NodeID(Int32(truncatingIfNeeded: draw.node)),
          kind: draw.isDynamic
            ? .dynamic(unitPages: 1 << draw.unitExponent(from: sectionShift))
            : .static(maxPages: word(isFull, &random) | 1),
          presentKernelPages: word(isFull, &random),
          presentMovablePages: word(isFull, &random)))
    }
    var section = draw.section
    for index in 0..<draw.runs {
      let draw = UniformRunDraw(&random)
      let run = 1 &+ draw.furtherSections
      state.sections.append(
        SectionRun(
          firstSection: section, sectionCount: run,
          zone: [ZoneType.movable, .normal, .movable, .dma32][index & 3],
          nodeID: chooseNode(draw.node)))
      section &+= run &+ draw.gap
    }
    makeQueries(until: count) { batch in
      let draw = UniformQueryDraw(&random)
      let groupID = batch.chooseGroup(draw.group)?.id
      let node = batch.chooseNode(draw.node)
      guard !draw.isTest else {
        return .canOnlineMovable(
          pages: batch.word(isFull, &random), groupID: groupID,
          scope: draw.isSystem ? .system : .node(node))
      }
      let startPFN =
        draw.isNearSections
        ? draw.section &* batch.state.geometry.pagesPerSection
        : batch.word(isFull, &random)
      return .zone(
        range: PageRange(startPFN: startPFN, pageCount: batch.word(isFull, &random)),
        onlineType: .online, nodeID: node, groupID: groupID)
    }
  }

  private func word(_ isFull: Bool, _ random: inout SplitMix64) -> UInt64 {
    isFull ? random.next() : random.logUniform()
  }
}
