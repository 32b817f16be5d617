// SPDX-License-Identifier: MIT

import AutoMovable
import TestSupport
import Testing

@testable import Cases
@testable import Generation

// The machines of the histories.
extension Properties {
  static let histories: UInt64 = 1_000
  static let block = Simulator.blockPages

  static func node(_ id: NodeID, early: UInt64) -> Node {
    var node = Node(id: id)
    node[.normal] = Zone(
      startPFN: 1 << 20, spannedPages: early, presentPages: early, presentEarlyPages: early)
    return node
  }

  static func choice(_ subject: PropertySubject) throws -> Simulator.Choice {
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
  func machine(
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

  static func shuffled(_ count: Int, _ random: inout SplitMix64) -> [Int] {
    var list = Array(0..<count)
    for index in list.indices { list.swapAt(index, random.below(count)) }
    return list
  }

  /// One of the blocks that are offline, or `nil` if there is none.
  static func offlineBlock(
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
