// SPDX-License-Identifier: MIT

import AutoMovable
import CaseSupport
import Testing

@testable import Cases

/// What the format allows.
struct VectorAcceptanceTests {
  @Test
  func readsEveryField() throws {
    let vector = try VectorLine.full.decoded
    #expect(vector.id == "full")
    #expect(vector.note == "n")
    #expect(
      vector.policy
        == Policy(
          onlinePolicy: .autoMovable, autoMovableRatio: 301,
          isAutoMovableNUMAAware: true, isMovableNodeEnabled: false))
    var node = Node(id: 0)
    node[.dma32] = Zone(presentPages: 7)
    node[.normal] = Zone(
      startPFN: 1_048_576, spannedPages: 1_048_577, presentPages: 1_048_576,
      presentEarlyPages: 1_048_575, cmaPages: 3)
    #expect(vector.state.nodes == [node, Node(id: 2)])
    #expect(
      vector.state.groups.groups == [
        MemoryGroup(
          id: 0, nodeID: 2, kind: .dynamic(unitPages: 65536),
          presentKernelPages: 5, presentMovablePages: 6),
        MemoryGroup(id: 3, nodeID: 0, kind: .static(maxPages: 262144)),
      ])
    #expect(
      vector.state.sections == [
        SectionRun(firstSection: 64, sectionCount: 8, zone: .movable, nodeID: 2),
        SectionRun(firstSection: 72, sectionCount: 1, zone: .normal, nodeID: 0),
      ])
    #expect(
      vector.query
        == .zone(
          range: PageRange(startPFN: 98304, pageCount: 32768),
          onlineType: .online, nodeID: 2, groupID: 0))
    #expect(vector.expect == .zone(.movable, 2))
  }

  @Test
  func leftOutNumbersAreZeroAndLeftOutListsEmpty() throws {
    let vector = try VectorLine(
      #"{"id":"","query":{"function":"auto_movable_can_online_movable"}}"#
    ).decoded
    #expect(vector.policy.autoMovableRatio == 0)
    #expect(vector.state.nodes.isEmpty)
    #expect(vector.state.groups.groups.isEmpty)
    #expect(vector.state.sections.isEmpty)
    #expect(
      vector.query == .canOnlineMovable(pages: 0, groupID: nil, scope: .node(0)))
    #expect(vector.expect == nil)
    #expect(vector.note == nil)
  }

  @Test
  func sortsLists() throws {
    let vector = try VectorLine(
      #"""
      { "id" : "unsorted" , "nodes":[{"nid":5},{"zones":[{"present_pages":1,
      "zone":"DMA"}],"nid":1}],"expect":{"can_online_movable":false},
      "groups":[{"mgid":9,"is_dynamic":false,"max_pages":1},{"mgid":2,
      "is_dynamic":true,"unit_pages":9223372036854775808}],"sections":[
      {"first":33554431,"count":1,"zone":"DMA"},{"count":2,"zone":"DMA"}],
      "query":{"nr_pages":18446744073709551615,"mgid":9,"nid":-1,
      "function":"auto_movable_can_online_movable"}}
      """#
    ).decoded
    #expect(vector.state.nodes.map(\.id) == [1, 5])
    #expect(vector.state.nodes[0][.dma].presentPages == 1)
    #expect(vector.state.groups.groups.map(\.id) == [2, 9])
    #expect(vector.state.groups[2]?.kind == .dynamic(unitPages: 1 << 63))
    #expect(vector.state.sections.map(\.firstSection) == [0, 33_554_431])
    #expect(
      vector.query == .canOnlineMovable(pages: .max, groupID: 9, scope: .system))
    #expect(vector.expect == .canOnlineMovable(false))
  }

  /// What leaves the full line correct.
  @Test(arguments: [
    ("\"mgid\":0,\"start", "\"mgid\":null,\"start"),
    ("\"mgid\":0,\"start", "\"start"),
    ("32768,\"movable_node\":false", "32768"),
    ("true,\"movable_node\":false", "true"),
    ("\"online\"", "\"online_kernel\""),
    ("\"online\"", "\"\\u006fnline\""),
    ("\"online_type\"", "\"online\\u005ftype\""),
    ("\"nid\":2,\"mgid\":0,\"start", "\"nid\":1023,\"mgid\":0,\"start"),
    ("\"cma_pages\":3", "\"cma_pages\":18446744073709551615"),
    ("\"cma_pages\":3", "\"cma_pages\": 0 "),
    ("\"cma_pages\":3", "\"cma_pages\":3\r"),
    ("\"unit_pages\":65536", "\"unit_pages\":9223372036854775808"),
    ("\"nid\":2,\"note\":\"n\"}}", "\"nid\":2}}\r"),
    ("\"nid\":2,\"note\":\"n\"}}", "\"nid\":2}} \t"),
  ])
  func accepts(_ part: String, _ other: String) throws {
    #expect(try VectorLine.full.replacing(part, by: other).problem == nil)
  }

  @Test
  func takesMovableNodeFromEitherPlace() throws {
    let line = VectorLine.full
    let inQuery = try line.replacing("true,\"movable_node\":false", by: "true")
      .replacing("\"movable_node\":false", by: "\"movable_node\":true")
    let inParams = try line.replacing("32768,\"movable_node\":false", by: "32768")
      .replacing("\"movable_node\":false", by: "\"movable_node\":true")
    #expect(try inQuery.decoded.policy.isMovableNodeEnabled)
    #expect(try inParams.decoded.policy.isMovableNodeEnabled)
  }

  /// Names and Booleans may be missing where nothing looks at them.
  @Test(arguments: [
    #""online_type":"online_kernel","#, #""online_type":"online_movable","#,
  ])
  func needsNoPolicyForAWish(_ onlineType: String) throws {
    let line = VectorLine(
      #"{"id":"","query":{"function":"zone_for_pfn_range","#
        + onlineType + #""nid":3}}"#)
    #expect(line.problem == nil)
  }
}
