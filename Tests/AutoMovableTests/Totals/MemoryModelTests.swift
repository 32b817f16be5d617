// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@Suite("Running totals")
struct MemoryModelTests {
  @Test("After any events, the model answers as the walk", arguments: 1...8 as ClosedRange<UInt64>)
  func walk(_ seed: UInt64) {
    var walk = MemoryModelWalk(seed: seed)
    for _ in 0..<250 {
      walk.step()
      walk.expectAgreement()
    }
    // Nothing would be tested on a machine of which all events were refused.
    #expect(!walk.model.state.nodes.isEmpty && !walk.model.state.groups.groups.isEmpty)
  }

  // MARK: What events change

  private static func model() throws -> MemoryModel {
    var node = Node(id: 1)
    node[.normal] = Zone(
      startPFN: 0, spannedPages: 1 << 20, presentPages: 1 << 20,
      presentEarlyPages: 1 << 20)
    var state = MemoryState(nodes: [Node(id: 0), node])
    _ = try state.groups.register(.dynamic(unitPages: 32768), nodeID: 1)
    return try MemoryModel(state, policy: Policy(onlinePolicy: .autoMovable))
  }

  @Test func pagesAreCountedInTheirZoneAndGroup() throws {
    var model = try Self.model()
    try model.adjustPresentPages(by: 65536, in: .movable, nodeID: 1, groupID: 0)
    try model.adjustPresentPages(by: 32768, in: .dma32, nodeID: 1, groupID: 0)
    try model.adjustPresentPages(by: -32768, in: .movable, nodeID: 1, groupID: 0)
    try model.adjustPresentPages(by: -32768, in: .normal, nodeID: 1, isEarly: true)
    let node = model.state.nodes[1]
    #expect(node[.movable].presentPages == 32768)
    #expect(node[.movable].presentEarlyPages == 0)
    #expect(node[.dma32].presentPages == 32768)
    #expect(node[.normal].presentPages == (1 << 20) - 32768)
    #expect(node[.normal].presentEarlyPages == (1 << 20) - 32768)
    #expect(model.state.groups[0]?.presentMovablePages == 32768)
    #expect(model.state.groups[0]?.presentKernelPages == 32768)
    let test = try model.ratioTest(adding: 1, groupID: 0, in: .system)
    #expect(test.zones.movablePages == 32768)
    #expect(test.zones.kernelEarlyPages == (1 << 20) - 32768)
    #expect(test.otherGroups == GroupStatistics())
  }

  @Test func modelsAreEqualIfTheirStatesAndPoliciesAre() throws {
    let model = try Self.model()
    var other = model
    try other.adjustPresentPages(by: 32768, in: .movable, nodeID: 1, groupID: 0)
    #expect(other != model && other.state != model.state)
    try other.adjustPresentPages(by: -32768, in: .movable, nodeID: 1, groupID: 0)
    #expect(other == model)
    other.policy.autoMovableRatio = 100
    #expect(other != model && other.state == model.state)
  }

  @Test func zonesNodesGroupsAndSectionsComeAndGo() throws {
    var model = try Self.model()
    let zone = Zone(startPFN: 8, spannedPages: 7, presentPages: 6, cmaPages: 5)
    try model.setZone(.dma, nodeID: 0, to: zone)
    #expect(model.state.nodes[0][.dma] == zone)
    try model.removeNode(0)
    try model.addNode(Node(id: 3))
    try model.addNode(Node(id: 2))
    #expect(model.state.nodes.map(\.id) == [1, 2, 3])
    let id = try model.registerGroup(.static(maxPages: 9), nodeID: 2)
    try model.adjustBlockCount(of: id, by: 2)
    #expect(throws: HotplugError.groupHasBlocks) { try model.unregisterGroup(id) }
    try model.adjustBlockCount(of: id, by: -2)
    try model.unregisterGroup(id)
    #expect(model.state.groups.groups.map(\.id) == [0])
    let run = SectionRun(firstSection: 4, sectionCount: 8, zone: .movable, nodeID: 1)
    try model.onlineSections(run)
    model.offlineSections(6..<8)
    model.offlineSections(5..<5)
    model.offlineSections(11..<40)
    #expect(model.state.sections.map(\.firstSection) == [4, 8])
    #expect(model.state.sections.map(\.endSection) == [6, 11])
  }

  // MARK: Refusals

  @Test func refusedEventsChangeNothing() throws {
    var model = try Self.model()
    let run = SectionRun(firstSection: 4, sectionCount: 4, zone: .movable, nodeID: 1)
    try model.onlineSections(run)
    let before = model.state
    let refusals: [(MemoryModelError, (inout MemoryModel) throws -> Void)] = [
      (.noSuchNode(7), { try $0.adjustPresentPages(by: 1, in: .normal, nodeID: 7, groupID: 0) }),
      (.noSuchGroup(7), { try $0.adjustPresentPages(by: 1, in: .normal, nodeID: 1, groupID: 7) }),
      (.noSuchNode(-1), { try $0.setZone(.normal, nodeID: -1, to: Zone()) }),
      (.noSuchNode(9), { try $0.removeNode(9) }),
      (.nodeExists(1), { try $0.addNode(Node(id: 1)) }),
      (.impossibleNode(1024), { try $0.addNode(Node(id: 1024)) }),
      (.noSuchGroup(-1), { try $0.adjustBlockCount(of: -1, by: 1) }),
      (.overlapsMemory, { try $0.onlineSections(run) }),
      (
        .notAddressable,
        {
          try $0.onlineSections(
            SectionRun(
              firstSection: 1, sectionCount: .max, zone: .movable, nodeID: 0))
        }
      ),
    ]
    for (error, event) in refusals {
      #expect(throws: error) { try event(&model) }
      #expect(model.state.nodes == before.nodes)
      #expect(model.state.groups.groups == before.groups.groups)
      #expect(model.state.sections == before.sections)
    }
  }

  @Test func statesThatCannotBeAreRefused() throws {
    func run(_ first: UInt64, _ count: UInt64) -> SectionRun {
      SectionRun(firstSection: first, sectionCount: count, zone: .movable, nodeID: 0)
    }
    let states: [(MemoryModelError, MemoryState)] = [
      (.unorderedNodes, MemoryState(nodes: [Node(id: 2), Node(id: 1)])),
      (.unorderedNodes, MemoryState(nodes: [Node(id: 2), Node(id: 2)])),
      (.impossibleNode(-1), MemoryState(nodes: [Node(id: -1)])),
      (.overlapsMemory, MemoryState(sections: [run(4, 2), run(5, 1)])),
      (.notAddressable, MemoryState(sections: [run(4, 0)])),
      (.notAddressable, MemoryState(sections: [run(1 << 25, 1)])),
    ]
    var model = try Self.model()
    for (error, state) in states {
      #expect(throws: error) { try MemoryModel(state, policy: Policy()) }
      #expect(throws: error) { try model.reset(to: state, policy: Policy()) }
      #expect(model.state.nodes.count == 2)
      #expect(model.policy.onlinePolicy == .autoMovable)
    }
  }
}
