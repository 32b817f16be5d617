// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// What `print` says.
@Suite("Descriptions")
struct DescriptionTests {
  private static let gibibyte: UInt64 = 262_144

  /// A node with 4 GiB of boot memory.
  private static var node: Node {
    var node = Node(id: 2)
    node[.normal] = Zone(
      startPFN: 4 * gibibyte, spannedPages: 4 * gibibyte, presentPages: 4 * gibibyte,
      presentEarlyPages: 4 * gibibyte, cmaPages: 4096)
    return node
  }

  private func decision(
    pages: UInt64, onlineType: OnlineType = .online, ratio: UInt32 = 100,
    others: [MemoryGroup] = []
  ) throws -> OnlineDecision {
    var state = MemoryState(nodes: [Node(id: 0), Self.node])
    for group in others { try state.groups.restore(group) }
    return try state.onlineDecision(
      for: PageRange(startPFN: 16 * Self.gibibyte, pageCount: pages),
      onlineType: onlineType, nodeID: 2,
      policy: Policy(onlinePolicy: .autoMovable, autoMovableRatio: ratio))
  }

  @Test func decisionsSayWhatSettledThem() throws {
    #expect(
      "\(try decision(pages: 32768, onlineType: .onlineKernel))"
        == "Normal of node 2: kernel zone requested")
    #expect("\(try decision(pages: 32768, ratio: 0))" == "Normal of node 2: ratio is 0")
  }

  @Test func decisionsSayHowFarTheLimitIs() throws {
    // 16 MiB of the 4 GiB are set aside for contiguous allocation, and movable.
    let room = 4 * Self.gibibyte - 2 * 4096
    #expect(
      "\(try decision(pages: room - 256))"
        == "Movable of node 2: ratio holds, 1 MiB below the limit")
    #expect(
      "\(try decision(pages: room))" == "Movable of node 2: ratio holds, exactly at the limit")
    #expect(
      "\(try decision(pages: room + 1))"
        == "Normal of node 2: refused system-wide, 4 KiB above the limit")
  }

  @Test func decisionsSayWhichLimitIsNearer() throws {
    var other = Node(id: 0)
    other[.normal] = Zone(presentPages: 32768, presentEarlyPages: 32768)
    let state = MemoryState(nodes: [other, Self.node])
    func decision(nodeID: NodeID, pages: UInt64) throws -> OnlineDecision {
      try state.onlineDecision(
        for: PageRange(startPFN: 16 * Self.gibibyte, pageCount: pages), nodeID: nodeID,
        policy: Policy(onlinePolicy: .autoMovable, autoMovableRatio: 100))
    }
    #expect(
      try "\(decision(nodeID: 0, pages: 16384))"
        == "Movable of node 0: ratio holds, 64 MiB below the limit")
    #expect(
      try "\(decision(nodeID: 0, pages: 65536))"
        == "Normal of node 0: refused on the node, 128 MiB above the limit")
  }

  @Test func ratioTestsSayWhatTheyCompared() throws {
    let test = try #require(try decision(pages: 32768).systemTest)
    #expect(
      "\(test)" == "allowed: 144 MiB movable, 3936 MiB below the limit for 4080 MiB kernel")
    let other = MemoryGroup(
      id: 0, nodeID: 2, kind: .dynamic(unitPages: 32768),
      presentMovablePages: 5 * Self.gibibyte)
    let refused = try decision(pages: 32768, others: [other])
    #expect(
      "\(refused)" == "Normal of node 2: refused system-wide, "
        + "other devices need 5 GiB of 4080 MiB boot memory")
    #expect(
      "\(try #require(refused.systemTest))"
        == "refused: other devices need 5 GiB of 4080 MiB boot memory")
    #expect("\(RatioTest.Scope.system), \(RatioTest.Scope.node(3))" == "all nodes, node 3")
  }

  @Test func parametersHaveTheKernelsNames() {
    #expect(
      "\(ModuleParameters())"
        == "online_policy=contig-zones auto_movable_ratio=301 auto_movable_numa_aware=Y "
        + "movable_node=N memmap_on_memory=N")
    #expect("\(OnlineType.onlineMovable)" == "online_movable")
    #expect("\(ModuleParameter.autoMovableRatio)" == "auto_movable_ratio")
    #expect("\(MemoryNotifier.Action.goingOnline)" == "MEM_GOING_ONLINE")
  }

  @Test func nodesListTheirZones() {
    #expect("\(Node(id: 7))" == "node 7: no memory")
    #expect(
      "\(Self.node)"
        == "node 2: Normal 4 GiB present, 4 GiB at boot, 16 MiB CMA, pfn 1048576..<2097152")
    #expect("\(Zone())" == "empty")
    #expect("\(Zone(presentPages: .max))" == "wrapped: -1 pages present, 0 KiB at boot, no span")
  }

  @Test func memorySaysWhereItIs() {
    #expect(
      "\(PageRange(startPFN: 32768, pageCount: 32768))" == "pfn 32768..<65536 (128 MiB)")
    #expect(
      "\(SectionRun(firstSection: 32, sectionCount: 16, zone: .movable, nodeID: 1))"
        == "sections 32..<48, Movable of node 1")
    #expect("\(MemoryTarget.node(1)), \(MemoryTarget.group(3))" == "node 1, group 3")
    let group = MemoryGroup(
      id: 3, nodeID: 1, kind: .static(maxPages: Self.gibibyte), presentKernelPages: 32768)
    #expect(
      "\(group)"
        == "group 3 of node 1: static, 1 GiB, 128 MiB kernel and 0 KiB movable online")
    #expect("\(MemoryGroup.Kind.dynamic(unitPages: 512))" == "dynamic, units of 2 MiB")
  }

  @Test func blocksSayHowTheyAre() {
    var block = MemoryBlock(id: 64, nodeID: 1, groupID: 3)
    #expect("\(block)" == "memory64: offline, node 1, group 3")
    block.state = .online
    block.zone = .movable
    #expect("\(block)" == "memory64: online, Movable of node 1, group 3")
    #expect(
      "\(MemoryBlock(earlyID: 0, nodeID: 0, zone: nil, hasHoles: true))"
        == "memory0: online, several zones of node 0, boot memory with holes")
    #expect("\(NodeExtent(isFromBoot: false))" == "0 KiB present, no span")
  }

  @Test func errorsSayWhatIsWrong() {
    #expect("\(HotplugError.blocksNotOffline)" == "a block of the range is not offline")
    #expect("\(HotplugError.refusedByNotifier(12))" == "a notifier refused with error 12")
    #expect("\(MemoryModelError.noSuchNode(3))" == "node 3 isn't online")
    #expect(
      "\(BootError.spansOverlap(1, .normal))"
        == "the span of Normal of node 1 meets that of another zone")
    #expect(
      "\(BootError.invalidBlockSize)"
        == "the size of a memory block is not a power of two from a section to all memory")
  }
}
