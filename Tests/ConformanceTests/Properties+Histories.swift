// SPDX-License-Identifier: MIT

import AutoMovable
import TestSupport
import Testing

@testable import Conformance

// These are about blocks that are onlined one after the other.
extension Properties {
  private static let histories: UInt64 = 1_000
  private static let block = Simulator.blockPages

  @Test(
    "A static device is movable as a whole or not at all, in any order",
    arguments: PropertySubject.allCases)
  func staticDevice(_ subject: PropertySubject) throws {
    var layouts: Set<Bool> = []
    for index in 0..<Self.histories {
      var random = SplitMix64(seed: 31, stream: index)
      var machine = try machine(subject, &random)
      let blocks = 1 + random.below(12)
      // What the device claims may be more or less than it has.
      let claimed = random.oneIn(2) ? UInt64(blocks) : 1 + random.below(UInt64(20))
      let device = try machine.plug(
        .static(maxPages: claimed * Self.block), blockCount: blocks)
      for block in Self.shuffled(blocks, &random) { try machine.online(block, of: device) }
      let zones = Set(machine.devices[device].zones)
      #expect(zones.count == 1, "history \(index): \(machine.devices[device])")
      layouts.insert(zones.contains(.movable))
    }
    #expect(layouts.count == 2)
  }

  @Test(
    "One kernel block by hand makes the rest of a static device kernel",
    arguments: PropertySubject.allCases)
  func staticDeviceWithKernelBlock(_ subject: PropertySubject) throws {
    for index in 0..<Self.histories {
      var random = SplitMix64(seed: 32, stream: index)
      var machine = try machine(subject, &random)
      let blocks = 2 + random.below(10)
      let device = try machine.plugDIMM(blocks: blocks)
      let order = Self.shuffled(blocks, &random)
      let forced = random.below(blocks)
      for (position, block) in order.enumerated() {
        let zone = try machine.online(
          block, of: device, onlineType: position == forced ? .onlineKernel : .online)
        if position >= forced { #expect(zone == .normal, "history \(index), \(position)") }
      }
    }
  }

  @Test(
    "A unit is movable as a whole or not at all, in any order", arguments: PropertySubject.allCases)
  func units(_ subject: PropertySubject) throws {
    var layouts: Set<Bool> = []
    for index in 0..<Self.histories {
      var random = SplitMix64(seed: 33, stream: index)
      var machine = try machine(subject, &random)
      let unit = 1 << random.below(5)
      let units = 1 + random.below(6)
      let device = try machine.plugVirtioMem(blocks: unit * units, unit: unit)
      for number in Self.shuffled(units, &random) {
        let blocks = Self.shuffled(unit, &random).map { number * unit + $0 }
        for block in blocks { try machine.online(block, of: device) }
        let zones = Set(blocks.map { machine.devices[device].zones[$0] })
        #expect(zones.count == 1, "history \(index): \(machine.devices[device])")
        layouts.insert(zones.contains(.movable))
      }
    }
    #expect(layouts.count == 2)
  }

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

  @Test("A device alone has the layout that the formula says", arguments: PropertySubject.allCases)
  func deviceAlone(_ subject: PropertySubject) throws {
    for index in 0..<Self.histories / 2 {
      var random = SplitMix64(seed: 35, stream: index)
      var machine = try machine(subject, &random)
      let early = machine.bootNodes[0][.normal].presentEarlyPages
      let ratio = UInt64(machine.policy.autoMovableRatio)
      let device = try machine.plugVirtioMem(blocks: 24 + random.below(24))
      let layout = try machine.online(of: device).zones
      var (movable, kernel): (UInt64, UInt64) = (0, 0)
      for (position, zone) in layout.enumerated() {
        let fits =
          (movable + 1) * Self.block <= ratio * (early + kernel * Self.block) / 100
        // Without boot memory there is nothing to allow any.
        let expected: ZoneType = fits && early > 0 ? .movable : .normal
        #expect(zone == expected, "history \(index), block \(position)")
        if zone == .movable { movable += 1 } else { kernel += 1 }
      }
      // With a ratio of k * 100, one kernel block allows k movable ones.
      guard ratio % 100 == 0, early > 0, ratio / 100 < 8 else { continue }
      let period = Int(ratio / 100) + 1
      guard let first = layout.firstIndex(of: .normal) else { continue }
      for position in first..<layout.count {
        #expect(
          (layout[position] == .normal) == ((position - first) % period == 0),
          "history \(index), block \(position)")
      }
    }
  }
}

// MARK: Counterexamples

extension Properties {
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

// MARK: Machines

extension Properties {
  private static func node(_ id: NodeID, early: UInt64) -> Node {
    var node = Node(id: id)
    node[.normal] = Zone(
      startPFN: 1 << 20, spannedPages: early, presentPages: early, presentEarlyPages: early)
    return node
  }

  private static func choice(_ subject: PropertySubject) throws -> Simulator.Choice {
    let oracle = try subject.asked()
    return { state, policy, range, onlineType, nodeID, groupID in
      let answer = try oracle.answer(
        DecisionVector(
          id: "", policy: policy, state: state,
          query: .zone(
            range: range, onlineType: onlineType, nodeID: nodeID, groupID: groupID)))
      return try #require(ZoneType(rawValue: UInt8(answer[.result])))
    }
  }

  /// A machine with any boot memory, often just about what some movable blocks
  /// need.
  private func machine(
    _ subject: PropertySubject, _ random: inout SplitMix64, nodes: Int32 = 1
  ) throws -> Simulator {
    var policy = Policy(onlinePolicy: .autoMovable)
    policy.autoMovableRatio = UInt32(
      random.pick([50, 100, 150, 200, 300, 301, 400, 777] as [8 of UInt64]))
    let bootNodes = (0..<nodes).map {
      let early: UInt64 =
        switch random.below(8) {
        case 0: 0
        case 1...3: random.below(8) * Self.block + random.below(Self.block)
        default:
          random.below(10) * Self.block * 100 / UInt64(policy.autoMovableRatio)
            + random.below(3)
        }
      return Self.node(NodeID($0), early: early)
    }
    return Simulator(policy: policy, nodes: bootNodes, choice: try Self.choice(subject))
  }

  private static func shuffled(_ count: Int, _ random: inout SplitMix64) -> [Int] {
    var list = Array(0..<count)
    for index in list.indices { list.swapAt(index, random.below(count)) }
    return list
  }

  /// One of the blocks that are offline, or `nil` if there is none.
  private static func offlineBlock(
    of machine: Simulator, _ random: inout SplitMix64
  ) -> (device: Int, block: Int)? {
    var blocks: [(Int, Int)] = []
    for (index, device) in machine.devices.enumerated() {
      for (block, zone) in device.zones.enumerated() where zone == nil {
        blocks.append((index, block))
      }
    }
    return blocks.isEmpty ? nil : blocks[random.below(blocks.count)]
  }
}

/// How far 100 * movable memory is below ratio * kernel memory that counts.
private struct BoundMargin {
  let withoutSlack: Int
  /// With what rounding may give away: less than a page a dynamic group.
  let withSlack: Int

  init(_ machine: Simulator, in scope: Scope) {
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
