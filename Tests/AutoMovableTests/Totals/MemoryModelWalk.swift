// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// Events in a random order, odd ones among them, and the questions asked
/// after each of them.
struct MemoryModelWalk {
  var model = MemoryModel(policy: Policy(onlinePolicy: .autoMovable))
  private var seed: UInt64

  init(seed: UInt64) { self.seed = seed }

  /// Knuth's linear congruential generator; its high bits are the good ones.
  private mutating func draw(_ count: Int) -> Int {
    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((seed >> 33) % UInt64(count))
  }

  private mutating func pick<T>(_ choices: [T]) -> T { choices[draw(choices.count)] }

  private static let nodeIDs: [NodeID] = [0, 1, 2, 5, 900]
  private static let block: UInt64 = 32768
  private static let ratios: [UInt32] = [
    0, 1, 99, 100, 301, 301, 400, 0x7FFF_FFFF, 0x8000_0000, .max,
  ]

  private mutating func counter() -> UInt64 {
    switch draw(8) {
    case 0: 0
    case 1: .max &- UInt64(draw(3))
    case 2: 1 << UInt64(draw(64))
    default: UInt64(draw(40)) * Self.block
    }
  }

  private mutating func zone() -> Zone {
    Zone(
      startPFN: UInt64(draw(8)) << 18, spannedPages: UInt64(draw(3)) << 18,
      presentPages: counter(), presentEarlyPages: counter(), cmaPages: counter())
  }

  private mutating func zoneType() -> ZoneType { pick(ZoneType.allCases) }

  private mutating func groupID() -> MemoryGroupID { MemoryGroupID(Int32(draw(8))) }

  private mutating func kind() -> MemoryGroup.Kind {
    draw(3) == 0
      ? .static(maxPages: UInt64(1 + draw(4)) * Self.block)
      : .dynamic(unitPages: Self.block << UInt64(draw(3)))
  }

  /// Applies an event; one that is refused changes nothing.
  mutating func step() {
    switch draw(12) {
    case 0:
      var node = Node(id: pick(Self.nodeIDs))
      for type in ZoneType.allCases where draw(2) == 0 { node[type] = zone() }
      try? model.addNode(node)
    case 1: try? model.removeNode(pick(Self.nodeIDs))
    case 2: try? model.setZone(zoneType(), nodeID: pick(Self.nodeIDs), to: zone())
    case 3: _ = try? model.registerGroup(kind(), nodeID: pick(Self.nodeIDs))
    case 4:
      let group = MemoryGroup(
        id: groupID(), nodeID: pick(Self.nodeIDs), kind: kind(),
        presentKernelPages: counter(), presentMovablePages: counter())
      try? model.restoreGroup(group)
    case 5: try? model.unregisterGroup(groupID())
    case 6: model.policy.autoMovableRatio = pick(Self.ratios)
    case 7: model.policy.isAutoMovableNUMAAware.toggle()
    case 8:
      let run = SectionRun(
        firstSection: UInt64(draw(32)), sectionCount: UInt64(1 + draw(3)),
        zone: draw(4) == 0 ? .normal : .movable, nodeID: 0)
      try? model.onlineSections(run)
    case 9:
      let first = UInt64(draw(32))
      model.offlineSections(first..<first + UInt64(draw(6)))
    default:
      let pages = Int64(Self.block) * Int64(draw(9) - 4)
      try? model.adjustPresentPages(
        by: pages, in: zoneType(), nodeID: pick(Self.nodeIDs),
        groupID: draw(3) == 0 ? nil : groupID(), isEarly: draw(4) == 0)
    }
  }

  /// Asks the model and the walk over its state all that they can be asked.
  mutating func expectAgreement(_ location: SourceLocation = #_sourceLocation) {
    let scopes: [RatioTest.Scope] =
      [.system, .node(-1), .node(-7), .node(3), .node(1023), .node(NodeID(.max))]
      + Self.nodeIDs.map { .node($0) }
    for id in [nil] + (-1...8).map({ MemoryGroupID($0) }) as [MemoryGroupID?] {
      let pages = counter()
      for scope in scopes {
        let test = Result { () throws(MemoryModelError) in
          try model.ratioTest(adding: pages, groupID: id, in: scope)
        }
        let walked = Result { () throws(MemoryModelError) in
          try model.state.ratioTest(
            adding: pages, groupID: id, in: scope, policy: model.policy)
        }
        #expect(test == walked, sourceLocation: location)
        if let id, model.state.groups[id] == nil {
          #expect(test == .failure(.noSuchGroup(id)), sourceLocation: location)
        } else {
          #expect(throws: Never.self, sourceLocation: location) { try test.get() }
        }
      }
      let range = PageRange(
        startPFN: UInt64(draw(32)) * Self.block, pageCount: Self.block)
      let nodeID = pick(Self.nodeIDs)
      let onlineType = draw(8) == 0 ? OnlineType.onlineKernel : .online
      let decision = Result { () throws(MemoryModelError) in
        try model.onlineDecision(
          for: range, onlineType: onlineType, nodeID: nodeID, groupID: id)
      }
      let walked = Result { () throws(MemoryModelError) in
        try model.state.onlineDecision(
          for: range, onlineType: onlineType, nodeID: nodeID, groupID: id,
          policy: model.policy)
      }
      #expect(decision == walked, sourceLocation: location)
    }
  }
}
