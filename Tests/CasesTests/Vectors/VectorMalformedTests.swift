// SPDX-License-Identifier: MIT

import CaseSupport
import Testing

@testable import Cases

/// Every rule of the format, broken once, with the message that it gives.
struct VectorMalformedTests {
  /// A part of the full line, what stands there instead, and the message.
  typealias Fault = (part: String, other: String, problem: String)

  private static let u64 = "an integer in 0...18446744073709551615"

  static let integers: [Fault] = [
    ("\"cma_pages\":3", "\"cma_pages\":-1", "expected \(u64), found -1"),
    ("\"cma_pages\":3", "\"cma_pages\":1.0", "expected \(u64), found 1.0"),
    ("\"cma_pages\":3", "\"cma_pages\":1e3", "expected \(u64), found 1e3"),
    ("\"cma_pages\":3", "\"cma_pages\":1E3", "expected \(u64), found 1E3"),
    ("\"cma_pages\":3", "\"cma_pages\":03", "expected \(u64), found 03"),
    ("\"cma_pages\":3", "\"cma_pages\":+3", "expected \(u64), found +3"),
    ("\"cma_pages\":3", "\"cma_pages\":0x3", "expected \(u64), found 0x3"),
    ("\"cma_pages\":3", "\"cma_pages\":-0", "expected \(u64), found -0"),
    (
      "\"cma_pages\":3", "\"cma_pages\":18446744073709551616",
      "expected \(u64), found 18446744073709551616"
    ),
    (
      "\"cma_pages\":3", "\"cma_pages\":99999999999999999999",
      "expected \(u64), found 99999999999999999999"
    ),
    (
      "\"cma_pages\":3", "\"cma_pages\":" + String(repeating: "9", count: 50),
      "expected \(u64), found " + String(repeating: "9", count: 40) + "..."
    ),
    ("\"cma_pages\":3", "\"cma_pages\":\"3\"", "expected \(u64), found \"3\""),
    ("\"cma_pages\":3", "\"cma_pages\":null", "expected \(u64), found null"),
    ("\"cma_pages\":3", "\"cma_pages\":[3]", "expected \(u64), found a list"),
    ("\"cma_pages\":3", "\"cma_pages\":", "expected \(u64), found ','"),
  ].map { ($0.0, $0.1, "nodes[0].zones[1].cma_pages: " + $0.2) }

  static let parameters: [Fault] = [
    (
      "\"auto_movable_ratio\":301", "\"auto_movable_ratio\":4294967296",
      "params.auto_movable_ratio: expected an integer in 0...4294967295, "
        + "found 4294967296"
    ),
    (
      "\"auto-movable\"", "\"auto_movable\"",
      "params.online_policy: expected contig-zones or auto-movable, found "
        + "\"auto_movable\""
    ),
    (
      "\"auto-movable\"", "1",
      "params.online_policy: expected contig-zones or auto-movable, found 1"
    ),
    (
      "\"auto_movable_numa_aware\":true", "\"auto_movable_numa_aware\":1",
      "params.auto_movable_numa_aware: expected true or false, found 1"
    ),
    (
      "\"auto_movable_numa_aware\":true", "\"auto_movable_numa_aware\":True",
      "params.auto_movable_numa_aware: expected true or false, found True"
    ),
    (
      "\"auto_movable_numa_aware\":true,", "",
      "query: the query needs params.auto_movable_numa_aware, which is missing"
    ),
    (
      "\"online_policy\":\"auto-movable\",", "",
      "query: the query needs params.online_policy, which is missing"
    ),
    (
      "32768,\"movable_node\":false", "32768,\"movable_node\":true",
      "query.movable_node: true, but params.movable_node is false"
    ),
    (
      "\"auto_movable_ratio\"", "\"ratio\"",
      "params.ratio: unknown field, expected online_policy, "
        + "auto_movable_ratio, auto_movable_numa_aware, movable_node or note"
    ),
  ]

  static let nodes: [Fault] = [
    (
      "{\"nid\":2,\"zones\":[]}", "{\"nid\":0,\"zones\":[]}",
      "nodes: two nodes have nid 0"
    ),
    (
      "{\"nid\":2,\"zones\":[]}", "{\"nid\":-1,\"zones\":[]}",
      "nodes[1].nid: expected an integer in 0...1023, found -1"
    ),
    (
      "{\"nid\":2,\"zones\":[]}", "{\"nid\":1024,\"zones\":[]}",
      "nodes[1].nid: expected an integer in 0...1023, found 1024"
    ),
    (
      "{\"nid\":2,\"zones\":[]}", "{\"nid\":2,\"zones\":{}}",
      "nodes[1].zones: expected a list, found an object"
    ),
    ("{\"nid\":2,\"zones\":[]}", "7", "nodes[1]: expected an object, found 7"),
    (
      "\"zone\":\"DMA32\"", "\"zone\":\"Normal\"",
      "nodes[0].zones[1].zone: Normal occurs twice in the node"
    ),
    (
      "\"zone\":\"DMA32\"", "\"zone\":\"normal\"",
      "nodes[0].zones[0].zone: expected DMA, DMA32, Normal, Movable or "
        + "Device, found \"normal\""
    ),
    (
      "\"zone\":\"DMA32\",", "", "nodes[0].zones[0]: zone is missing"
    ),
    (
      "\"cma_pages\"", "\"cma\"",
      "nodes[0].zones[1].cma: unknown field, expected zone, present_pages, "
        + "present_early_pages, cma_pages, zone_start_pfn, spanned_pages or "
        + "note"
    ),
    (
      "\"cma_pages\"", "\"present_pages\"",
      "nodes[0].zones[1].present_pages: given twice"
    ),
  ]

  static let groups: [Fault] = [
    ("\"mgid\":3", "\"mgid\":0", "groups: two groups have mgid 0"),
    (
      "\"mgid\":3", "\"mgid\":-1",
      "groups[1].mgid: expected an integer in 0...2147483647, found -1"
    ),
    (
      "\"mgid\":3", "\"mgid\":2147483648",
      "groups[1].mgid: expected an integer in 0...2147483647, found 2147483648"
    ),
    (
      "\"mgid\":3,\"nid\":0", "\"mgid\":3,\"nid\":1024",
      "groups[1].nid: expected an integer in 0...1023, found 1024"
    ),
    (
      "\"unit_pages\":65536", "\"unit_pages\":16384",
      "groups[0].unit_pages: expected a power of two of at least 32768 on x86_64, found "
        + "16384"
    ),
    (
      "\"unit_pages\":65536", "\"unit_pages\":98304",
      "groups[0].unit_pages: expected a power of two of at least 32768 on x86_64, found "
        + "98304"
    ),
    (
      "\"unit_pages\":65536", "\"unit_pages\":0",
      "groups[0].unit_pages: expected a power of two of at least 32768 on x86_64, found 0"
    ),
    ("\"unit_pages\":65536,", "", "groups[0]: unit_pages is missing"),
    (
      "\"unit_pages\":65536", "\"max_pages\":65536",
      "groups[0].max_pages: a dynamic group has unit_pages instead"
    ),
    (
      "\"max_pages\":262144", "\"max_pages\":0",
      "groups[1].max_pages: expected at least 1, found 0"
    ),
    (
      "\"max_pages\":262144", "\"note\":\"\"", "groups[1]: max_pages is missing"
    ),
    (
      "\"max_pages\":262144", "\"unit_pages\":262144",
      "groups[1].unit_pages: a static group has max_pages instead"
    ),
    ("\"is_dynamic\":false,", "", "groups[1]: is_dynamic is missing"),
  ]

  static let sections: [Fault] = [
    (
      "\"first\":72", "\"first\":71", "sections: section 71 occurs twice"
    ),
    (
      "\"first\":72,\"count\":1,", "\"first\":60,\"count\":5,",
      "sections: section 64 occurs twice"
    ),
    (
      "\"first\":72,\"count\":1,", "\"first\":72,\"count\":0,",
      "sections[1].count: expected an integer in 1...33554432, found 0"
    ),
    ("\"first\":72,\"count\":1,", "\"first\":72,", "sections[1]: count is missing"),
    (
      "\"first\":72,", "\"first\":33554432,",
      "sections[1].first: expected an integer in 0...33554431, found 33554432"
    ),
    (
      "\"first\":72,\"count\":1,", "\"first\":33554431,\"count\":2,",
      "sections[1]: sections 33554431...33554432 reach past the last one, "
        + "33554431"
    ),
    (
      "\"count\":8,\"zone\":\"Movable\"", "\"count\":8",
      "sections[0]: zone is missing"
    ),
    (
      "\"nid\":2,\"note\":\"n\"},{\"first\"", "\"nid\":-1},{\"first\"",
      "sections[0].nid: expected an integer in 0...1023, found -1"
    ),
  ]

  static let queries: [Fault] = [
    (
      "\"nid\":2,\"mgid\":0,\"start", "\"nid\":2,\"mgid\":1,\"start",
      "query.mgid: no group has mgid 1"
    ),
    (
      "\"nid\":2,\"mgid\":0,\"start", "\"nid\":-1,\"mgid\":0,\"start",
      "query.nid: expected an integer in 0...1023, found -1"
    ),
    (
      "\"nid\":2,\"mgid\":0,\"start", "\"nid\":1024,\"mgid\":0,\"start",
      "query.nid: expected an integer in -1...1023, found 1024"
    ),
    (
      "\"nid\":2,\"mgid\":0,\"start", "\"nid\":-2,\"mgid\":0,\"start",
      "query.nid: expected an integer in -1...1023, found -2"
    ),
    (
      "\"online_type\":\"online\"", "\"online_type\":\"offline\"",
      "query.online_type: expected online, online_kernel or online_movable, "
        + "found \"offline\""
    ),
    ("\"online_type\":\"online\",", "", "query: online_type is missing"),
    (
      "\"function\":\"zone_for_pfn_range\",", "", "query: function is missing"
    ),
    (
      "\"zone_for_pfn_range\"", "\"zone_for_pfn\"",
      "query.function: expected auto_movable_can_online_movable or "
        + "zone_for_pfn_range, found \"zone_for_pfn\""
    ),
    (
      "\"zone_for_pfn_range\"", "\"auto_movable_can_online_movable\"",
      "query.online_type: not a field of auto_movable_can_online_movable"
    ),
    (
      "\"function\":\"zone_for_pfn_range\",\"online_type\":\"online\"",
      "\"function\":\"auto_movable_can_online_movable\"",
      "query.start_pfn: not a field of auto_movable_can_online_movable"
    ),
    (
      "\"zone\":\"Movable\",\"nid\":2,\"note\":\"n\"}}",
      "\"can_online_movable\":true}}",
      "expect: expected zone and nid, the result of zone_for_pfn_range"
    ),
    (
      "{\"zone\":\"Movable\",\"nid\":2,\"note\":\"n\"}}", "{}}",
      "expect: expected zone and nid, the result of zone_for_pfn_range"
    ),
    (
      "{\"zone\":\"Movable\",\"nid\":2,\"note\":\"n\"}}", "null}",
      "expect: expected an object, found null"
    ),
  ]

  static let lines: [Fault] = [
    ("\"id\":\"full\",", "", "id is missing"),
    ("\"id\":\"full\"", "\"id\":1", "id: expected a string, found 1"),
    ("\"id\":\"full\"", "\"Id\":\"full\"", unknownField("Id")),
    ("\"id\":\"full\"", "\"schema\":\"full\"", unknownField("schema")),
    ("\"id\":\"full\"", "\"id\":\"full\",\"id\":\"\"", "id: given twice"),
    ("\"id\":\"full\"", "\"id\":\"full\",\"i\\u0064\":\"\"", "i\\u0064: given twice"),
    (
      "\"id\":\"full\",\"note\":\"n\"", "\"id\":\"full\",\"note\":1",
      "note: expected a string, found 1"
    ),
    ("{\"id\":\"full\"", "{,\"id\":\"full\"", "expected a field's name, found ','"),
    ("{\"id\":\"full\"", "{\"id\" \"full\"", "id: expected ':', found \"full\""),
    ("{\"id\":\"full\"", "[\"full\"", "expected an object with a vector, found a list"),
    ("\"nid\":2,\"note\":\"n\"}}", "\"nid\":2}} 1", "expected nothing after the object, found 1"),
    (
      "\"nid\":2,\"note\":\"n\"}}", "\"nid\":2}",
      "expect: expected ',' or '}', found the end of the line"
    ),
    ("\"nid\":2,\"note\":\"n\"}}", "\"nid\":2,}}", "expect: expected a field's name, found '}'"),
    (
      "{\"nid\":2,\"zones\":[]}]", "{\"nid\":2,\"zones\":[]},]",
      "nodes[2]: expected an object, found ']'"
    ),
    (
      "{\"nid\":2,\"zones\":[]}]", "{\"nid\":2,\"zones\":[]}}",
      "nodes[1]: expected ',' or ']', found '}'"
    ),
    (
      "\"id\":\"full\"", "\"id\":\"" + String(repeating: "x", count: 50) + "\",\"note\":\"\\q\"",
      "note: unknown escape in a string"
    ),
  ]

  private static func unknownField(_ name: String) -> String {
    "\(name): unknown field, expected id, params, nodes, groups, sections, "
      + "query, expect, note or geometry"
  }

  @Test(
    arguments: integers + parameters + nodes + groups + sections + queries
      + lines)
  func isRefused(_ fault: Fault) throws {
    let line = try VectorLine.full.replacing(fault.part, by: fault.other)
    #expect(line.problem == fault.problem)
  }

  @Test
  func isRefusedWithoutQuery() {
    #expect(VectorLine(#"{"id":"a"}"#).problem == "query is missing")
  }

  @Test(arguments: [
    ("", "expected an object with a vector, found the end of the line"),
    ("   ", "expected an object with a vector, found the end of the line"),
    ("\u{FEFF}{}", "expected an object with a vector, found the byte 0xEF"),
    ("\0", "expected an object with a vector, found the byte 0x0"),
    ("null", "expected an object with a vector, found null"),
    ("{}", "id is missing"),
    ("{", "expected a field's name, found the end of the line"),
    (#"{"id"#, "id: string without an end"),
    (#"{"\u001bx":1}"#, unknownField(#"\u001bx"#)),
  ])
  func isNoVector(_ text: String, _ problem: String) {
    #expect(VectorLine(text).problem == problem)
  }
}
