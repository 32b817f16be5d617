// SPDX-License-Identifier: MIT

import AutoMovable
import TestSupport
import Testing

@testable import Generation

// How much memory may become movable, one block after the other.
extension Properties {
  @Test(
    "Movable memory stays within the ratio, but for rounding", arguments: PropertySubject.allCases)
  func bound(_ subject: PropertySubject) throws {
    var isTight = false
    for index in 0..<Self.histories {
      var random = SplitMix64(seed: 34, stream: index)
      var machine = try machine(subject, &random, nodes: 1 + Int32(random.below(3)))
      machine.policy.isAutoMovableNUMAAware = random.oneIn(2)
      for _ in 0..<1 + random.below(3) {
        let node = machine.bootNodes[random.below(machine.bootNodes.count)].id
        let blocks = 1 + random.below(8)
        switch random.below(3) {
        case 0:
          let pages = (UInt64(blocks) + random.below(3)) * Self.block
          _ = try machine.plug(.static(maxPages: pages), blockCount: blocks, nodeID: node)
        case 1:
          _ = try machine.plug(nil, blockCount: blocks, nodeID: node)
        default:
          _ = try machine.plugVirtioMem(
            blocks: 2 * blocks, unit: 1 << random.below(2), nodeID: node)
        }
      }
      while let (device, block) = Self.offlineBlock(of: machine, &random) {
        try machine.online(block, of: device)
        var margins = [BoundMargin(machine, in: .system)]
        if machine.policy.isAutoMovableNUMAAware {
          margins += machine.bootNodes.map { BoundMargin(machine, in: .node($0.id)) }
        }
        for margin in margins {
          #expect(margin.withSlack >= 0, "history \(index): \(machine.state)")
          if margin.withoutSlack < 0 { isTight = true }
        }
      }
    }
    // Without the slack it isn't true, and these histories are such as show it.
    #expect(isTight)
  }

  @Test(
    "Not: movable memory stays within the ratio without rounding",
    arguments: PropertySubject.allCases)
  func notBoundWithoutSlack(_ subject: PropertySubject) throws {
    // One device and a block without a group; then two devices.
    for kind in [nil, .dynamic(unitPages: Self.block)] as [MemoryGroup.Kind?] {
      var machine = Simulator(
        policy: Policy(onlinePolicy: .autoMovable, autoMovableRatio: 300),
        nodes: [Self.node(0, early: 21_845)], choice: try Self.choice(subject))
      let first = try machine.plugVirtioMem(blocks: 1)
      let second = try machine.plug(kind, blockCount: 1)
      #expect(try machine.online(0, of: first) == .movable)
      #expect(try machine.online(0, of: second) == .movable)
      let margin = BoundMargin(machine, in: .system)
      #expect(margin.withoutSlack == -100)
      #expect(margin.withSlack >= 0)
    }
  }

  @Test(
    "Not: movable memory stays within the ratio if a device claims too little",
    arguments: PropertySubject.allCases)
  func notBoundForSmallClaim(_ subject: PropertySubject) throws {
    var machine = Simulator(
      policy: Policy(onlinePolicy: .autoMovable, autoMovableRatio: 100),
      nodes: [Self.node(0, early: Self.block)], choice: try Self.choice(subject))
    let device = try machine.plug(.static(maxPages: Self.block), blockCount: 4)
    #expect(try machine.online(of: device) == .movable(4))
    #expect(BoundMargin(machine, in: .system).withSlack < 0)
  }
}

/// How far 100 * movable memory is below ratio * kernel memory that counts.
private struct BoundMargin {
  let withoutSlack: Int
  /// With what rounding may give away: less than a page a dynamic group.
  let withSlack: Int

  init(_ machine: Simulator, in scope: RatioTest.Scope) {
    func counts(_ id: NodeID) -> Bool { scope == .system || scope == .node(id) }
    var (movable, kernel, groups) = (0, 0, 0)
    for node in machine.state.nodes where counts(node.id) {
      movable += Int(node[.movable].presentPages)
      kernel += Int(node[.normal].presentEarlyPages)
    }
    for group in machine.state.groups.groups where group.isDynamic && counts(group.nodeID) {
      kernel += Int(group.presentKernelPages)
      groups += group.presentMovablePages > 0 ? 1 : 0
    }
    let ratio = Int(machine.policy.autoMovableRatio)
    withoutSlack = ratio * kernel - 100 * movable
    withSlack = withoutSlack + groups * (ratio - 1)
  }
}
