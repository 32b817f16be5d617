// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@Suite("Blocks that go online and offline in a model")
struct ModelBlockTests {
  private static let block: UInt64 = 32768

  /// 4 GiB of boot memory on node 0, at 4 GiB.
  private static func model() throws -> MemoryModel {
    var node = Node(id: 0)
    node[.normal] = Zone(
      startPFN: 1 << 20, spannedPages: 1 << 20, presentPages: 1 << 20,
      presentEarlyPages: 1 << 20)
    return try MemoryModel(MemoryState(nodes: [node]), policy: Policy(onlinePolicy: .autoMovable))
  }

  private static func range(_ number: UInt64, count: UInt64 = 1) -> PageRange {
    PageRange(startPFN: 1 << 24 + number * block, pageCount: count * block)
  }

  @Test("A unit of several blocks is in one zone, and what is online of it isn't added twice")
  func unitsOfSeveralBlocks() throws {
    var model = try Self.model()
    let device = try model.registerGroup(.dynamic(unitPages: 4 * Self.block), nodeID: 0)
    let zones = try (0..<128 as Range<UInt64>).map { number in
      let range = Self.range(number)
      let zone = try model.onlineDecision(for: range, nodeID: 0, groupID: device).zone
      try model.onlineBlock(range, in: zone, nodeID: 0, groupID: device)
      return zone
    }
    // 301 % of 4 GiB are 96 blocks and a third of one.
    #expect(zones.prefix(96).allSatisfy { $0 == .movable })
    for unit in 24..<32 { #expect(Set(zones[4 * unit..<4 * unit + 4]).count == 1) }
    #expect(zones[96] == .normal)
  }

  @Test func aBlockThatWentLeavesNoTrace() throws {
    var model = try Self.model()
    let device = try model.registerGroup(.static(maxPages: 2 * Self.block), nodeID: 0)
    let before = model.state
    for zone in [ZoneType.movable, .normal] {
      try model.onlineBlock(Self.range(0, count: 2), in: zone, nodeID: 0, groupID: device)
      #expect(model.state.nodes[0][zone].presentPages > before.nodes[0][zone].presentPages)
      try model.offlineBlock(Self.range(1), groupID: device)
      try model.offlineBlock(Self.range(0), groupID: device)
      #expect(model.state.nodes == before.nodes)
      #expect(model.state.groups.groups == before.groups.groups)
      #expect(model.state.sections == before.sections)
    }
  }

  @Test func whatCannotHaveHappenedIsRefused() throws {
    var model = try Self.model()
    let device = try model.registerGroup(.static(maxPages: 2 * Self.block), nodeID: 0)
    let other = try model.registerGroup(.dynamic(unitPages: Self.block), nodeID: 0)
    try model.onlineBlock(Self.range(0), in: .movable, nodeID: 0, groupID: device)
    let before = model.state
    let refusals: [(MemoryModelError, (inout MemoryModel) throws -> Void)] = [
      (.notAddressable, { try $0.onlineBlock(Self.range(1, count: 0), in: .movable, nodeID: 0) }),
      (
        .notAddressable,
        {
          try $0.onlineBlock(
            PageRange(startPFN: 1, pageCount: Self.block), in: .movable, nodeID: 0)
        }
      ),
      (.noSuchNode(7), { try $0.onlineBlock(Self.range(1), in: .movable, nodeID: 7) }),
      (
        .noSuchGroup(7),
        { try $0.onlineBlock(Self.range(1), in: .movable, nodeID: 0, groupID: 7) }
      ),
      (.overlapsMemory, { try $0.onlineBlock(Self.range(0), in: .movable, nodeID: 0) }),
      (
        .exceedsGroup(device),
        { try $0.onlineBlock(Self.range(1, count: 2), in: .movable, nodeID: 0, groupID: device) }
      ),
      (.notOnline, { try $0.offlineBlock(Self.range(1), groupID: device) }),
      (.notOnline, { try $0.offlineBlock(Self.range(0, count: 2), groupID: device) }),
      (.notOnline, { try $0.offlineBlock(Self.range(0), groupID: device, isEarly: true) }),
      (.exceedsGroup(other), { try $0.offlineBlock(Self.range(0), groupID: other) }),
    ]
    for (error, event) in refusals {
      #expect(throws: error) { try event(&model) }
      #expect(model.state.nodes == before.nodes)
      #expect(model.state.groups.groups == before.groups.groups)
      #expect(model.state.sections == before.sections)
    }
  }
}
