// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@Suite("Memory group registry")
struct MemoryGroupRegistryTests {
  private static let block = Geometry.x86_64.minimumBlockPages

  private func registry(count: Int) throws -> MemoryGroupRegistry {
    var registry = MemoryGroupRegistry()
    for _ in 0..<count {
      _ = try registry.register(.static(maxPages: 1), nodeID: 0)
    }
    return registry
  }

  // MARK: Numbers

  @Test func numbersStartAtZero() throws {
    let registry = try registry(count: 3)
    #expect(registry.groups.map(\.id) == [0, 1, 2])
  }

  @Test func theLowestFreeNumberIsTaken() throws {
    var registry = try registry(count: 6)
    for id: MemoryGroupID in [4, 0, 2] { try registry.unregister(id) }
    var taken: [MemoryGroupID] = []
    for _ in 0..<4 {
      taken.append(try registry.register(.dynamic(unitPages: Self.block), nodeID: 1))
    }
    #expect(taken == [0, 2, 4, 6])
    #expect(registry.groups.map(\.id) == [0, 1, 2, 3, 4, 5, 6])
    #expect(registry.groups.map(\.isDynamic) == [true, false, true, false, true, false, true])
  }

  @Test func countersOfANewGroupAreZero() throws {
    var registry = try registry(count: 1)
    registry.update(0) {
      $0.presentKernelPages = 1
      $0.presentMovablePages = 2
    }
    try registry.unregister(0)
    let id = try registry.register(.dynamic(unitPages: Self.block), nodeID: 7)
    #expect(id == 0)
    #expect(
      registry[0]
        == MemoryGroup(id: 0, nodeID: 7, kind: .dynamic(unitPages: Self.block)))
  }

  // MARK: Refusals

  static let refusals: [(MemoryGroup.Kind, NodeID, HotplugError)] = [
    (.static(maxPages: 0), 0, .emptyGroup),
    (.static(maxPages: 0), -1, .emptyGroup),
    (.static(maxPages: 1), -1, .impossibleNode),
    (.static(maxPages: .max), 1024, .impossibleNode),
    (.dynamic(unitPages: 0), 0, .invalidUnit),
    (.dynamic(unitPages: 1), 0, .invalidUnit),
    (.dynamic(unitPages: 16_384), 0, .invalidUnit),
    (.dynamic(unitPages: 32_767), 0, .invalidUnit),
    (.dynamic(unitPages: 49_152), 0, .invalidUnit),
    (.dynamic(unitPages: .max), 0, .invalidUnit),
    (.dynamic(unitPages: 3), -7, .invalidUnit),
    (.dynamic(unitPages: 32_768), -7, .impossibleNode),
    (.dynamic(unitPages: 32_768), 1_048_576, .impossibleNode),
  ]

  @Test(arguments: refusals)
  func registrationIsRefused(
    _ kind: MemoryGroup.Kind, node: NodeID, error: HotplugError
  ) {
    var registry = MemoryGroupRegistry()
    #expect(throws: error) { try registry.register(kind, nodeID: node) }
    #expect(registry.groups.isEmpty)
  }

  static let accepted: [MemoryGroup.Kind] = [
    .static(maxPages: 1), .static(maxPages: .max), .dynamic(unitPages: 32_768),
    .dynamic(unitPages: 1 << 63),
  ]

  @Test(arguments: accepted)
  func registrationIsAccepted(_ kind: MemoryGroup.Kind) throws {
    var registry = MemoryGroupRegistry()
    #expect(try registry.register(kind, nodeID: 1023) == 0)
    #expect(registry[0]?.kind == kind)
    #expect(registry[0]?.nodeID == 1023)
  }

  @Test func aUnitIsAtLeastABlock() throws {
    var registry = MemoryGroupRegistry(blockPages: 4 * Self.block)
    #expect(throws: HotplugError.invalidUnit) {
      try registry.register(.dynamic(unitPages: 2 * Self.block), nodeID: 0)
    }
    #expect(try registry.register(.dynamic(unitPages: 4 * Self.block), nodeID: 0) == 0)
  }

  @Test func onlyPossibleNodesHaveGroups() throws {
    var nodes = NodeSet()
    nodes.insert(5)
    var registry = MemoryGroupRegistry(possibleNodes: nodes)
    #expect(throws: HotplugError.impossibleNode) {
      try registry.register(.static(maxPages: 1), nodeID: 4)
    }
    #expect(try registry.register(.static(maxPages: 1), nodeID: 5) == 0)
  }

  // MARK: Unregistration

  @Test(arguments: [-1, 1, .min, .max] as [Int32])
  func unknownGroupsAreNotUnregistered(_ id: Int32) throws {
    var registry = try registry(count: 1)
    #expect(throws: HotplugError.noSuchGroup) {
      try registry.unregister(MemoryGroupID(id))
    }
    #expect(registry.groups.count == 1)
  }

  @Test func aGroupWithBlocksIsBusy() throws {
    var registry = try registry(count: 2)
    registry.update(1) { $0.blockCount = 1 }
    #expect(throws: HotplugError.groupHasBlocks) { try registry.unregister(1) }
    registry.update(1) {
      $0.blockCount = 0
      // Counters aren't looked at.
      $0.presentKernelPages = 5
    }
    try registry.unregister(1)
    #expect(throws: HotplugError.noSuchGroup) { try registry.unregister(1) }
    #expect(registry.groups.map(\.id) == [0])
  }

  // MARK: Restoring

  @Test func restoredGroupsMayHaveGaps() throws {
    var registry = MemoryGroupRegistry()
    for id: MemoryGroupID in [1, 2, 5, 1_000_000, MemoryGroupID(.max)] {
      try registry.restore(
        MemoryGroup(
          id: id, nodeID: 0, kind: .static(maxPages: 1),
          presentKernelPages: UInt64(id.rawValue), presentMovablePages: 3,
          blockCount: 4))
    }
    #expect(registry[1_000_000]?.presentKernelPages == 1_000_000)
    #expect(registry[MemoryGroupID(.max)]?.blockCount == 4)
    for id: MemoryGroupID in [0, 3, 4, 6, 999_999, -1] { #expect(registry[id] == nil) }
    var taken: [MemoryGroupID] = []
    for _ in 0..<5 { taken.append(try registry.register(.static(maxPages: 1), nodeID: 0)) }
    #expect(taken == [0, 3, 4, 6, 7])
    #expect(registry.groups.map(\.id) == registry.groups.map(\.id).sorted())
  }

  @Test func restoredGroupsAscend() throws {
    var registry = try registry(count: 3)
    for id: MemoryGroupID in [2, 0] {
      #expect(throws: HotplugError.groupExists) {
        try registry.restore(
          MemoryGroup(id: id, nodeID: 0, kind: .static(maxPages: 1)))
      }
    }
    #expect(throws: HotplugError.noSuchGroup) {
      try registry.restore(
        MemoryGroup(id: -1, nodeID: 0, kind: .static(maxPages: 1)))
    }
    #expect(throws: HotplugError.emptyGroup) {
      try registry.restore(
        MemoryGroup(id: 3, nodeID: 0, kind: .static(maxPages: 0)))
    }
    #expect(registry.groups.count == 3)
  }

  @Test func updatesReachRegisteredGroupsOnly() throws {
    var registry = try registry(count: 2)
    #expect(registry.update(1) { $0.presentMovablePages = 9 })
    #expect(!registry.update(2) { $0.presentMovablePages = 9 })
    #expect(!registry.update(-1) { $0.presentMovablePages = 9 })
    #expect(registry.groups.map(\.presentMovablePages) == [0, 9])
  }
}
