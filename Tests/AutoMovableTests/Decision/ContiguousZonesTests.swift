// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// `default_zone_for_pfn`, and the types that ask for a zone outright.
@Suite("Choices without the ratio")
struct ContiguousZonesTests {
  private static let range = PageRange(startPFN: 1000, pageCount: 100)

  private static func state(normal: UInt64?, movable: UInt64?) -> MemoryState {
    var node = Node(id: 3)
    if let normal { node[.normal] = Zone(startPFN: normal, spannedPages: 100) }
    if let movable { node[.movable] = Zone(startPFN: movable, spannedPages: 100) }
    return MemoryState(nodes: [node])
  }

  /// Where the spans of the kernel zone and of ZONE_MOVABLE start, and the
  /// choice without and with `movable_node`.
  static let rows: [(UInt64?, UInt64?, ZoneType, ZoneType)] = [
    (nil, nil, .normal, .movable),
    (1050, nil, .normal, .normal),
    (nil, 1050, .movable, .movable),
    (1050, 950, .normal, .movable),
    (900, 1100, .normal, .movable),
    (1099, 1100, .normal, .normal),
    (1100, 901, .movable, .movable),
  ]

  @Test(arguments: rows)
  func contiguous(
    normal: UInt64?, movable: UInt64?, without: ZoneType, with: ZoneType
  ) throws {
    let state = Self.state(normal: normal, movable: movable)
    for (isEnabled, expected) in [(false, without), (true, with)] {
      let decision = try state.onlineDecision(
        for: Self.range, nodeID: 3,
        policy: Policy(onlinePolicy: .contigZones, isMovableNodeEnabled: isEnabled))
      #expect(decision.zone == expected)
      #expect(decision.nodeID == 3)
      #expect(decision.reason == .contiguousZones)
      #expect(decision.kernelLookup == Self.range)
    }
  }

  @Test func lowerKernelZonesComeFirst() throws {
    var node = Node(id: 0)
    let policy = Policy(onlinePolicy: .contigZones)
    func zone() throws -> ZoneType {
      try MemoryState(nodes: [node]).onlineDecision(
        for: Self.range, onlineType: .onlineKernel, nodeID: 0, policy: policy
      ).zone
    }
    node[.normal] = Zone(startPFN: 1000, spannedPages: 100)
    #expect(try zone() == .normal)
    node[.dma32] = Zone(startPFN: 1099, spannedPages: 1)
    #expect(try zone() == .dma32)
    node[.dma] = Zone(startPFN: 0, spannedPages: 1001)
    #expect(try zone() == .dma)
    // A node that isn't listed has no spans at all.
    #expect(
      try MemoryState(nodes: [node]).onlineDecision(
        for: Self.range, onlineType: .onlineKernel, nodeID: 1, policy: policy
      ).zone == .normal)
  }

  @Test(arguments: OnlinePolicy.allCases, [false, true])
  func explicitTypesIgnoreThePolicy(_ onlinePolicy: OnlinePolicy, isMovableNode: Bool) throws {
    let state = Self.state(normal: nil, movable: 1000)
    for ratio: UInt32 in [0, 301] {
      let policy = Policy(
        onlinePolicy: onlinePolicy, autoMovableRatio: ratio,
        isMovableNodeEnabled: isMovableNode)
      let kernel = try state.onlineDecision(
        for: Self.range, onlineType: .onlineKernel, nodeID: 3, policy: policy)
      #expect(kernel.zone == .normal)
      #expect(kernel.reason == .kernelRequested)
      let movable = try state.onlineDecision(
        for: Self.range, onlineType: .onlineMovable, nodeID: 3, policy: policy)
      #expect(movable.zone == .movable)
      #expect(movable.reason == .movableRequested)
      #expect(movable.kernelLookup == nil)
    }
  }

  /// Whoever asks for a zone without a wish gets the policy's choice.
  @Test(arguments: OnlinePolicy.allCases)
  func offlineIsNoWish(_ onlinePolicy: OnlinePolicy) throws {
    let state = Self.state(normal: 0, movable: 1000)
    let policy = Policy(onlinePolicy: onlinePolicy)
    #expect(
      try state.onlineDecision(for: Self.range, onlineType: .offline, nodeID: 3, policy: policy)
        == state.onlineDecision(for: Self.range, onlineType: .online, nodeID: 3, policy: policy))
  }

  @Test func autoMovableIgnoresMovableNode() throws {
    let state = Self.state(normal: nil, movable: 1000)
    let decision = try state.onlineDecision(
      for: Self.range, nodeID: 3,
      policy: Policy(onlinePolicy: .autoMovable, isMovableNodeEnabled: true))
    #expect(decision.zone == .normal)
    #expect(decision.reason == .refusedBySystem)
  }
}
