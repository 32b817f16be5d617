// SPDX-License-Identifier: MIT

import AutoMovable
import TestSupport
import Testing

/// The system-wide test and the node's test: neither implies the other.
@Suite("System-wide and node tests")
struct NodePassTests {
  private static let block = PageRange(startPFN: 1 << 21, pageCount: 32_768)

  private static func decide(
    node: NodeID, boot: [UInt64], isNUMAAware: Bool
  ) throws -> OnlineDecision {
    let nodes = boot.enumerated().map {
      Node.boot($0.element, id: NodeID(Int32($0.offset)))
    }
    return try MemoryState(nodes: nodes).onlineDecision(
      for: block, nodeID: node,
      policy: Policy(
        onlinePolicy: .autoMovable, autoMovableRatio: 100,
        isAutoMovableNUMAAware: isNUMAAware))
  }

  @Test func bothAllow() throws {
    let decision = try Self.decide(node: 0, boot: [32_768, 0], isNUMAAware: true)
    #expect(decision.zone == .movable)
    #expect(decision.reason == .allowed)
    #expect(decision.systemTest?.isAllowed == true)
    #expect(decision.nodeTest?.isAllowed == true)
  }

  @Test func theNodeRefuses() throws {
    let decision = try Self.decide(node: 1, boot: [32_768, 0], isNUMAAware: true)
    #expect(decision.zone == .normal)
    #expect(decision.nodeID == 1)
    #expect(decision.reason == .refusedByNode)
    #expect(decision.systemTest?.isAllowed == true)
    #expect(decision.nodeTest?.isAllowed == false)
  }

  @Test func theNodeIsNotAsked() throws {
    let decision = try Self.decide(node: 1, boot: [32_768, 0], isNUMAAware: false)
    #expect(decision.zone == .movable)
    #expect(decision.nodeID == 1)
    #expect(decision.nodeTest == nil)
  }

  @Test func theSystemRefuses() throws {
    // Node 0 alone would allow; the movable memory of node 1 stands against it.
    var nodes = [Node.boot(32_768), Node.boot(0, id: 1)]
    nodes[1][.movable] = Zone(presentPages: 1)
    let decision = try MemoryState(nodes: nodes).onlineDecision(
      for: Self.block, nodeID: 0,
      policy: Policy(onlinePolicy: .autoMovable, autoMovableRatio: 100))
    #expect(decision.reason == .refusedBySystem)
    #expect(decision.nodeTest == nil)
  }

  /// Boot memory is 1 GiB and 1 GiB; each node has its device.
  @Test func eachNodeHasItsShare() throws {
    var machine = Simulator(
      policy: Policy(onlinePolicy: .autoMovable, autoMovableRatio: 301),
      nodes: [.boot(262_144), .boot(262_144, id: 1)])
    let first = try machine.plugVirtioMem(blocks: 64)
    let second = try machine.plugVirtioMem(blocks: 64, nodeID: 1)
    #expect(
      try machine.online(of: first) == .movable(24) + (.kernel(1) + .movable(3)) * 10)
    #expect(
      try machine.online(of: second) == .movable(24) + (.kernel(1) + .movable(3)) * 10)
  }
}
