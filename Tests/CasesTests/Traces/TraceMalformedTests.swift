// SPDX-License-Identifier: MIT

import CaseSupport
import Testing

@testable import Cases

/// Every rule of the format of traces, broken once, with the message that it
/// gives.
struct TraceMalformedTests {
  /// A line, a part of it, what stands there instead, and the message.
  typealias Fault = (line: TraceFileLine, part: String, other: String, problem: String)

  private static let int = "an integer in -2147483648...2147483647"
  private static let u64 = "an integer in 0...18446744073709551615"

  static let machines: [Fault] = [
    (
      "\"params\"", "\"param\"",
      "machine.param: unknown field, expected params, block_size_bytes, nodes, "
        + "memory, possible_nids, movable_node, auto_online_blocks, kernel, geometry or note"
    ),
    (
      "\"online_policy\":\"auto-movable\",", "",
      "machine.params: online_policy is missing"
    ),
    (
      "\"auto_movable_numa_aware\":true,", "",
      "machine.params: auto_movable_numa_aware is missing"
    ),
    (
      "\"auto_movable_ratio\":301", "\"auto_movable_ratio\":4294967296",
      "machine.params.auto_movable_ratio: expected an integer in 0...4294967295, "
        + "found 4294967296"
    ),
    (
      "\"movable_node\":true,\"auto", "\"movable_node\":false,\"auto",
      "machine.movable_node: false, but params.movable_node is true"
    ),
    (
      "268435456", "268435457",
      "machine.block_size_bytes: expected a power of two of at least 134217728 "
        + "and not more than is addressable"
    ),
    (
      "268435456", "67108864",
      "machine.block_size_bytes: expected a power of two of at least 134217728 "
        + "and not more than is addressable"
    ),
    ("268435456", "2.5", "machine.block_size_bytes: expected \(u64), found 2.5"),
    ("[1,0]", "[0]", "machine.nodes: node 1 is not in possible_nids"),
    ("[1,0]", "[1,0,1]", "machine.possible_nids: node 1 occurs twice"),
    (
      "[1,0]", "[1024]",
      "machine.possible_nids[0]: expected an integer in 0...1023, found 1024"
    ),
    (
      "\"zone_start_pfn\":1048576", "\"zone_start_pfn\":1099511627776",
      "machine.nodes: the span of Normal of node 1 reaches past the last page, "
        + "1099511627775"
    ),
    (
      "[{\"zone\":\"Normal\"",
      "[{\"zone\":\"Movable\",\"present_pages\":1,"
        + "\"zone_start_pfn\":1048577,\"spanned_pages\":1},{\"zone\":\"Normal\"",
      "machine.nodes: the span of Movable of node 1 meets that of another zone"
    ),
    (
      "\"online_kernel\"", "\"kernel\"",
      "machine.auto_online_blocks: expected offline, online, online_kernel or "
        + "online_movable, found \"kernel\""
    ),
    (
      "\"6.12\"", "\"6\"",
      "machine.kernel: expected a kernel's version from 5.15 on, such as 6.1, found \"6\""
    ),
    (
      "\"6.12\"", "\"5.14\"",
      "machine.kernel: expected a kernel's version from 5.15 on, such as 6.1, found \"5.14\""
    ),
    (
      "\"6.12\"", "6.12", "machine.kernel: expected a string, found 6.12"
    ),
    ("{\"note\":\"n\",\"m", "{\"op\":\"read_parameter\",\"m", "op: not a field of machine"),
  ].map { (TraceFileLine.machine, $0.0, $0.1, $0.2) }

  private static let memory =
    "\"memory\":[{\"start_pfn\":1,\"nr_pages\":158,\"nid\":0},{\"start_pfn\":256,"
    + "\"nr_pages\":786144,\"nid\":0}],"
  private static let page = "an integer in 0...1099511627775"

  static let holes: [Fault] = [
    (
      memory, "",
      "machine.nodes[0].zones[1].present_early_pages: expected machine.memory, as the "
        + "zone has holes"
    ),
    (
      "\"present_early_pages\":782304,", "\"present_early_pages\":782303,",
      "machine.nodes[0].zones[1].present_early_pages: expected 782304, the pages of "
        + "machine.memory that the zone spans"
    ),
    (
      "\"present_early_pages\":3998,", "",
      "machine.nodes[0].zones[0]: present_early_pages is missing, expected 3998, the "
        + "pages of machine.memory that the zone spans"
    ),
    (
      "\"nr_pages\":158", "\"nr_pages\":157",
      "machine.nodes[0].zones[0].present_early_pages: expected 3997, the pages of "
        + "machine.memory that the zone spans"
    ),
    (
      "\"nr_pages\":158", "\"nr_pages\":0",
      "machine.memory[0].nr_pages: expected an integer in 1...1099511627776, found 0"
    ),
    ("\"nr_pages\":158,", "", "machine.memory[0]: nr_pages is missing"),
    (
      "\"nr_pages\":158", "\"count\":158",
      "machine.memory[0].count: unknown field, expected start_pfn, nr_pages, nid or note"
    ),
    (
      "\"start_pfn\":256", "\"start_pfn\":1099511627776",
      "machine.memory[1].start_pfn: expected \(page), found 1099511627776"
    ),
    (
      "\"start_pfn\":256", "\"start_pfn\":1099511627775",
      "machine.memory[1]: reaches past the last page, 1099511627775"
    ),
    (
      "\"start_pfn\":256", "\"start_pfn\":158",
      "machine.memory[1]: expected runs that ascend and are apart"
    ),
    (
      "158,\"nid\":0", "158,\"nid\":1",
      "machine.memory[0]: expected a node of machine.nodes"
    ),
    (
      "\"start_pfn\":1,", "\"start_pfn\":0,",
      "machine.memory[0]: page 0 is spanned by no populated zone of the node"
    ),
    (
      "786144", "1048321",
      "machine.memory[1]: page 1048576 is spanned by no populated zone of the node"
    ),
    (
      "\"zone_start_pfn\":4096", "\"zone_start_pfn\":4095",
      "machine.nodes: the span of DMA32 of node 0 meets that of another zone"
    ),
    (
      "[{\"start_pfn\":1,", "[1,{\"start_pfn\":1,",
      "machine.memory[0]: expected an object, found 1"
    ),
  ].map { (TraceFileLine.holes, $0.0, $0.1, $0.2) }

  static let operations: [Fault] = [
    (
      0, "memory_group_register_static", "register",
      "op: expected memory_group_register_static, memory_group_register_dynamic, "
        + "memory_group_unregister, add_memory, remove_memory, "
        + "offline_and_remove_memory, offline_and_remove_memory_ranges, write_state, "
        + "write_online, read_valid_zones, read_block_file, read_state, write_parameter, "
        + "read_parameter or set_notifier, found \"register\""
    ),
    (0, "\"nid\":-1,", "", "nid is missing"),
    (0, "\"max_pages\":18446744073709551615,", "", "max_pages is missing"),
    (0, "max_pages", "unit_pages", "max_pages is missing"),
    (0, "\"nid\":-1", "\"nid\":2147483648", "nid: expected \(int), found 2147483648"),
    (0, "615", "616", "max_pages: expected \(u64), found 18446744073709551616"),
    (0, "\"returns\":-22", "\"returns\":22.5", "expect.returns: expected \(int), found 22.5"),
    (
      0, "\"returns\":-22", "\"zone\":null",
      "expect.zone: not in a result of memory_group_register_static"
    ),
    (
      0, "\"returns\":-22", "",
      "expect: nothing is expected; an operation of which that is so has no expect"
    ),
    (
      0, "\"returns\":-22", "\"return\":-22",
      "expect.return: unknown field, expected returns, zone, zones, text, "
        + "nodes, groups or note"
    ),
    (2, "\"mgid\":-1", "\"mgid\":null", "mgid: expected \(int), found null"),
    (2, "\"mgid\":-1", "\"mgid\":-1,\"nid\":0", "nid: not a field of memory_group_unregister"),
    (2, "\"mgid\":-1", "\"mgid\":-1,\"mgid\":0", "mgid: given twice"),
    (
      2, "\"mgid\"", "\"gid\"",
      "gid: unknown field, expected op, nid, mgid, max_pages, unit_pages, "
        + "start_pfn, nr_pages, memmap_on_memory, online_type, ranges, block, file, name, "
        + "value, action, errno, after, expect, note or machine"
    ),
    (3, "\"nid\":3,", "", "nid is missing"),
    (3, "\"nid\":3", "\"mgid\":null", "nid is missing"),
    (3, "\"start_pfn\":1,", "", "start_pfn is missing"),
    (
      3, "\"memmap_on_memory\":true", "\"memmap_on_memory\":1",
      "memmap_on_memory: expected true or false, found 1"
    ),
    (
      5, "\"nr_pages\":2", "\"nr_pages\":2,\"memmap_on_memory\":true",
      "memmap_on_memory: not a field of remove_memory"
    ),
    (7, "\"block\":7", "\"block\":-7", "block: expected \(u64), found -7"),
    (7, "\"value\":\"online\\n\"", "\"value\":1", "value: expected a string, found 1"),
    (
      7, "\"Movable\"", "\"movable\"",
      "expect.zone: expected DMA, DMA32, Normal, Movable or Device, found \"movable\""
    ),
    (
      10, "\"text\":\"Movable Normal\\n\"", "\"text\":\"\",\"returns\":0",
      "expect.text: a read gives a text or, if it fails, returns, but not both"
    ),
    (12, "\"name\":\"auto_movable_ratio\",", "", "name is missing"),
    (
      15, "MEM_GOING_ONLINE", "MEM_ONLINE",
      "action: expected MEM_GOING_OFFLINE or MEM_GOING_ONLINE, found \"MEM_ONLINE\""
    ),
    (15, "\"errno\":16", "\"errno\":-16", "errno: expected an integer in 0...4095, found -16"),
    (
      15, "\"after\":3", "\"after\":4294967296",
      "after: expected an integer in 0...4294967295, found 4294967296"
    ),
    (
      7, "\"zone\":\"Movable\"", "\"zones\":[]", "expect.zones: not in a result of write_state"
    ),
    (
      5, "\"nr_pages\":2", "\"nr_pages\":2,\"expect\":{\"zones\":[]}",
      "expect.zones: not in a result of remove_memory"
    ),
    (
      20, "\"first\":5", "\"first\":4",
      "expect.zones[1].first: 4, expected a block past the run before, 4"
    ),
    (
      20, "\"DMA\"", "\"Movable\"",
      "expect.zones[1]: expected one run with the one before, which ends there in the same zone"
    ),
    (20, "\"first\":5,", "", "expect.zones[1]: first is missing"),
    (20, "\"count\":1,", "", "expect.zones[1]: count is missing"),
    (20, ",\"zone\":\"DMA\"", "", "expect.zones[1]: zone is missing"),
    (
      20, "\"count\":1", "\"count\":0",
      "expect.zones[1].count: expected an integer in 1...268435456, found 0"
    ),
    (
      20, "\"first\":5", "\"first\":268435456",
      "expect.zones[1].first: expected an integer in 0...268435455, found 268435456"
    ),
    (
      20, "\"count\":1", "\"counts\":1",
      "expect.zones[1].counts: unknown field, expected first, count or zone"
    ),
    (
      20, "\"zones\":[", "\"nodes\":[],\"zones\":[",
      "expect.nodes: not in a result of add_memory"
    ),
    (
      21, "\"nodes\":[", "\"returns\":0,\"nodes\":[",
      "expect.returns: not in a result of read_state"
    ),
    (21, "\"read_state\"", "\"read_state\",\"block\":0", "block: not a field of read_state"),
    (
      21, "\"node_start_pfn\"", "\"start_pfn\"",
      "expect.nodes[0].start_pfn: unknown field, expected nid, node_start_pfn, "
        + "node_spanned_pages, node_present_pages, zones or note"
    ),
    (21, "{\"nid\":0}", "{}", "expect.nodes[1]: nid is missing"),
    (21, "{\"nid\":0}", "{\"nid\":1}", "expect.nodes[1].nid: two nodes have nid 1"),
    (
      21, "{\"nid\":0}", "{\"nid\":1024}",
      "expect.nodes[1].nid: expected an integer in 0...1023, found 1024"
    ),
    (
      21, "{\"zone\":\"DMA\"}", "{\"zone\":\"Movable\"}",
      "expect.nodes[0].zones[1].zone: Movable occurs twice in the node"
    ),
    (21, "{\"zone\":\"DMA\"}", "{}", "expect.nodes[0].zones[1]: zone is missing"),
    (
      21, "\"spanned_pages\":6", "\"spanned_pages\":-6",
      "expect.nodes[0].zones[0].spanned_pages: expected \(u64), found -6"
    ),
    (21, "{\"mgid\":0}", "{\"mgid\":7}", "expect.groups[1].mgid: two groups have mgid 7"),
    (21, "{\"mgid\":0}", "{}", "expect.groups[1]: mgid is missing"),
    (
      21, "\"is_dynamic\":true", "\"is_dynamic\":1",
      "expect.groups[0].is_dynamic: expected true or false, found 1"
    ),
    (
      17, "\"online_movable\"", "\"movable\"",
      "online_type: expected offline, online, online_kernel or online_movable, "
        + "found \"movable\""
    ),
    (
      18, "\"ranges\"", "\"range\"",
      "range: unknown field, expected op, nid, mgid, max_pages, unit_pages, "
        + "start_pfn, nr_pages, memmap_on_memory, online_type, ranges, block, file, name, "
        + "value, action, errno, after, expect, note or machine"
    ),
    (
      18, "\"nr_pages\":2}", "\"nr_pages\":-2}",
      "ranges[0].nr_pages: expected \(u64), found -2"
    ),
    (
      18, "\"nr_pages\":2}", "\"pages\":2}",
      "ranges[0].pages: unknown field, expected start_pfn, nr_pages or note"
    ),
    (18, ",\"nr_pages\":2}", "}", "ranges[0]: nr_pages is missing"),
  ].map { (TraceFileLine.operations[$0.0], $0.1, $0.2, $0.3) }

  @Test(arguments: machines + holes + operations)
  func isRefused(_ fault: Fault) throws {
    #expect(fault.line.problem == nil)
    let line = try fault.line.replacing(fault.part, by: fault.other)
    #expect(line.problem == fault.problem)
  }

  @Test(arguments: [
    ("", "expected an object with a machine or an operation, found the end of the line"),
    ("[]", "expected an object with a machine or an operation, found a list"),
    ("{}", "op is missing"),
    (#"{"machine":{}}"#, "machine: params is missing"),
    (#"{"note":"only"}"#, "op is missing"),
  ])
  func isNoLine(_ text: String, _ problem: String) {
    #expect(TraceFileLine(text).problem == problem)
  }
}
