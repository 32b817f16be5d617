// SPDX-License-Identifier: MIT

import AutoMovable
package import Cases
import Generation

/// Vectors that use all of the format, and mean nothing.
package struct RandomVectors {
  private var random: SplitMix64

  package init(seed: UInt64) { random = SplitMix64(seed: seed, stream: 0) }

  package mutating func next() -> DecisionVector {
    let state = state()
    let groupID =
      state.groups.groups.isEmpty || random.oneIn(3)
      ? nil : state.groups.groups[random.below(state.groups.groups.count)].id
    let isZone = random.oneIn(2)
    let query: DecisionQuery =
      isZone
      ? .zone(
        range: PageRange(startPFN: number(), pageCount: number()),
        onlineType: [.online, .onlineKernel, .onlineMovable][random.below(3)],
        nodeID: nodeID(), groupID: groupID)
      : .canOnlineMovable(
        pages: number(), groupID: groupID,
        scope: random.oneIn(2) ? .system : .node(nodeID()))
    var expect: DecisionResult?
    if random.oneIn(2) {
      expect = isZone ? .zone(zone(), nodeID()) : .canOnlineMovable(random.oneIn(2))
    }
    return DecisionVector(
      id: text(),
      policy: Policy(
        onlinePolicy: random.oneIn(2) ? .autoMovable : .contigZones,
        autoMovableRatio: UInt32(truncatingIfNeeded: number()),
        isAutoMovableNUMAAware: random.oneIn(2),
        isMovableNodeEnabled: random.oneIn(2)),
      state: state, query: query, expect: expect,
      note: random.oneIn(3) ? text() : nil)
  }

  private mutating func state() -> MemoryState {
    var state = MemoryState()
    var nid: Int32 = 0
    for _ in 0..<random.below(5) {
      nid += 1 + Int32(random.below(200))
      var node = Node(id: NodeID(nid))
      for type in ZoneType.allCases where random.oneIn(2) {
        node[type] = Zone(
          startPFN: number(), spannedPages: number(), presentPages: number(),
          presentEarlyPages: number(), cmaPages: number())
      }
      state.nodes.append(node)
    }
    var mgid: Int32 = -1
    for _ in 0..<random.below(5) {
      mgid += 1 + Int32(random.below(400_000_000))
      let group = MemoryGroup(
        id: MemoryGroupID(mgid), nodeID: nodeID(),
        kind: random.oneIn(2)
          ? .static(maxPages: number() | 1)
          : .dynamic(unitPages: 32768 << random.below(49)),
        presentKernelPages: number(), presentMovablePages: number())
      do throws(HotplugError) {
        try state.groups.restore(group)
      } catch {
        preconditionFailure("\(group) is refused: \(error)")
      }
    }
    var section: UInt64 = 0
    for _ in 0..<random.below(5) {
      section += random.below(1 << 20 as UInt64)
      let count = 1 + random.below(1 << 20 as UInt64)
      state.sections.append(
        SectionRun(
          firstSection: section, sectionCount: count, zone: zone(),
          nodeID: nodeID()))
      section += count
    }
    return state
  }

  private mutating func number() -> UInt64 {
    random.oneIn(4) ? 0 : random.next() >> random.below(64 as UInt64)
  }

  private mutating func nodeID() -> NodeID { NodeID(Int32(random.below(1024))) }

  private mutating func zone() -> ZoneType {
    ZoneType.allCases[random.below(ZoneType.allCases.count)]
  }

  private mutating func text() -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "b", "\"", "\\", "\n", "\0", "\u{1F}", "\u{7F}", "é", "€", "😀",
    ]
    var text = ""
    for _ in 0..<random.below(20) {
      text.unicodeScalars.append(scalars[random.below(scalars.count)])
    }
    return text
  }
}
