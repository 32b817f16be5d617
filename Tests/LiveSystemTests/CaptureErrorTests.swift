// SPDX-License-Identifier: MIT

import AutoMovable
import SystemPackage
import Testing
import TextFiles

@testable import LiveSystem

@Suite("Malformed captures")
struct CaptureErrorTests {
  /// A line of the small capture, what is changed in it, and the message.
  struct Fault: Sendable, CustomTestStringConvertible {
    let line: Int
    let old: String
    let new: String
    let message: String

    init(_ line: Int, _ old: String, _ new: String, _ message: String) {
      self.line = line
      self.old = old
      self.new = new
      self.message = message
    }

    var testDescription: String { message }
  }

  static let faults = [
    Fault(1, "{", "[", "x:1: expected an object, found a list"),
    Fault(1, "\"kind\":\"meta\",", "", "x:1: kind is missing"),
    Fault(1, "meta", "meat", "x:1: kind: expected meta, found \"meat\""),
    Fault(1, "\"meta\"", "\"snap\"", "x:1: kind: expected meta, found \"snap\""),
    Fault(1, "\"small\"", "7", "x:1: name: expected a string, found 7"),
    Fault(1, "\"append\"", "\"name\"", "x:1: name: given twice"),
    Fault(
      1, "\"append\"", "\"snapshots\":3,\"append\"",
      "x:1: snapshots: 3, but the file ends after 2"),
    Fault(2, "\"snap\"", "\"meta\"", "x:2: kind: expected snap, found \"meta\""),
    Fault(2, "\"seq\":0", "\"seq\":1", "x:3: seq: expected more than 1, found 1"),
    Fault(
      2, "\"seq\":0", "\"seq\":-1",
      "x:2: seq: expected an integer in 0...9223372036854775807, found -1"),
    Fault(2, "\"seq\":0", "\"seq\":0,\"seq\":0", "x:2: seq: given twice"),
    Fault(2, "{\"op\":\"boot\"}", "\"boot\"", "x:2: action: expected an object, found \"boot\""),
    Fault(2, "\"op\"", "\"oops\"", "x:2: action: op is missing"),
    Fault(3, "\"vm0\"", "0", "x:3: action.dev: expected a string, found 0"),
    Fault(
      2, "134217728", "134217727",
      "x:2: block_size: expected a power of two from 2^27 to 2^31, found 134217727"),
    Fault(
      3, "134217728", "268435456", "x:3: block_size: expected 134217728 as before, found 268435456"),
    Fault(2, "\"block_size\":134217728,", "", "x:2: block_size is missing"),
    Fault(
      2, "\"301\"", "\"3o1\"",
      "x:2: params.auto_movable_ratio: expected a decimal 32-bit number as text, found \"3o1\""),
    Fault(
      2, "\"301\"", "301", "x:2: params.auto_movable_ratio: expected a string, found 301"),
    Fault(2, "\"auto_movable_ratio\":\"301\",", "", "x:2: params: auto_movable_ratio is missing"),
    Fault(2, "\"Y\"", "\"y\"", "x:2: params.auto_movable_numa_aware: expected Y or N, found \"y\""),
    Fault(
      2, "auto-movable\"", "auto\"",
      "x:2: params.online_policy: expected contig-zones or auto-movable, found \"auto\""),
    Fault(2, "\"index\"", "\"idx\"", "x:2: block_fields: index is missing"),
    Fault(2, "\"nodes\"]", "\"index\"]", "x:2: block_fields: index is given twice"),
    Fault(2, ",[0]]", "]", "x:2: blocks[0][2]: expected 4 cells, found fewer"),
    Fault(2, "[0]]", "[0],1]", "x:2: blocks[0][4]: expected 4 cells, found more"),
    Fault(2, "\"online\"", "1", "x:2: blocks[0][1]: expected a string, found 1"),
    Fault(
      2, "[[0,", "[[33554432,",
      "x:2: blocks[0]: expected a block number below 33554432, found 33554432"),
    Fault(3, "[32,", "[0,", "x:3: blocks[1]: block 0 is there twice"),
    Fault(
      2, "[0]]]", "[-1]]]",
      "x:2: blocks[0][3][0]: expected an integer in 0...1023, found -1"),
    Fault(2, "{\"0\":", "{\"a\":", "x:2: zones.a: expected the number of a node, found \"a\""),
    Fault(
      2, "\"Movable\"", "\"Movible\"",
      "x:2: zones.0.Movible: unknown field, expected DMA, DMA32, Normal, Movable or Device"),
    Fault(2, "\"Movable\"", "\"DMA32\"", "x:2: zones.0.DMA32: given twice"),
    Fault(2, "\"present\":32768,", "", "x:2: zones.0.DMA32: present is missing"),
    Fault(
      2, "\"present\":32768", "\"present\":-1",
      "x:2: zones.0.DMA32.present: expected an integer in 0...18446744073709551615, found -1"),
    Fault(
      2, "\"present\":32768", "\"present\":32768.0",
      "x:2: zones.0.DMA32.present: expected an integer in 0...18446744073709551615, found 32768.0"),
    Fault(
      2, "\"spanned\":32768", "\"spanned\":18446744073709551616",
      "x:2: zones.0.DMA32.raw.spanned: expected an integer in 0...18446744073709551615, "
        + "found 18446744073709551616"),
    Fault(
      3, "\"online_type\":1", "\"online_type\":4",
      "x:3: decisions[0].online_type: expected an integer in 0...3, found 4"),
    Fault(
      3, "\"nid\":0,\"pfn\"", "\"nid\":1024,\"pfn\"",
      "x:3: decisions[0].nid: expected an integer in 0...1023, found 1024"),
    Fault(
      3, "\"pfn\":1048576,\"nr\"", "\"pfn\":1099511627776,\"nr\"",
      "x:3: decisions[0].pfn: no memory can be at 1099511627776"),
    Fault(
      3, "\"zone\":\"Movable\"", "\"zone\":\"High\"",
      "x:3: decisions[0].zone: expected DMA, DMA32, Normal, Movable or Device, found \"High\""),
    Fault(
      3, "\"id\":\"0xa\"", "\"id\":\"a\"",
      "x:3: decisions[0].group.id: expected an address such as \"0xffff888005b05c40\", found \"a\""),
    Fault(
      3, "\"dynamic\":1", "\"dynamic\":256",
      "x:3: decisions[0].group.dynamic: expected an integer in 0...255, found 256"),
    Fault(
      3, "\"unit_or_max\":32768", "\"unit_or_max\":3",
      "x:3: decisions[0].group: no kernel registers such a group: a unit must be a power of two and hold a memory block"
    ),
    Fault(3, "\"unit_or_max\":32768,", "", "x:3: decisions[0].group: unit_or_max is missing"),
    Fault(3, "\"nr\":32768,", "", "x:3: decisions[0]: nr is missing"),
    Fault(
      3, "\"group\":\"0xa\"", "\"group\":{}",
      "x:3: decisions[1].group: id is missing"),
    Fault(
      3, "\"adjust\":32768", "\"adjust\":9223372036854775808",
      "x:3: decisions[1].adjust: expected an integer in "
        + "-9223372036854775808...9223372036854775807, found 9223372036854775808"),
    Fault(
      3, "\"adjust\":32768", "\"adjust\":32769",
      "x:3: decisions[1].adjust: expected 1 to 32768 pages, the rest of the memory block, found 32769"
    ),
    Fault(
      3, "\"adjust\":32768", "\"adjust\":0",
      "x:3: decisions[1].adjust: expected 1 to 32768 pages, the rest of the memory block, found 0"),
    Fault(
      3, "\"adjust\":32768", "\"adjust\":-9223372036854775808",
      "x:3: decisions[1].adjust: expected 1 to 32768 pages, the rest of the memory block, found 9223372036854775808"
    ),
    Fault(
      3, "\"pfn\":1048576}]", "\"pfn\":18446744073709551615}]",
      "x:3: decisions[1].pfn: no memory can be at 18446744073709551615"),
  ]

  @Test("A line that was cut off anywhere is told", arguments: 0..<3)
  func truncated(_ index: Int) throws {
    let line = SmallCapture.lines[index]
    for length in 1..<line.utf8.count {
      var lines = SmallCapture.lines
      lines[index] = String(line.prefix(length))
      let error = #expect(throws: InputError.self) { try read(lines) }
      #expect(error?.line == index + 1)
    }
  }

  @Test("Unknown fields are passed over, and blocks may come before what their cells are")
  func unknownFields() throws {
    var lines = SmallCapture.lines
    lines[2] = try #require(
      lines[2].replacingFirst("{", with: #"{"new":[{"deep":[1.5e3]}],"new":null,"#))
    let fields = #""block_fields":["index","state","valid_zones","nodes"],"#
    lines[1] = try #require(lines[1].replacingFirst(fields, with: ""))
    lines[1] = try #require(
      lines[1].replacingFirst(#""zones":"#, with: fields + #""zones":"#))
    try read(lines)
  }

  @Test("Each fault is told with its place", arguments: faults)
  func message(_ fault: Fault) throws {
    var lines = SmallCapture.lines
    lines[fault.line - 1] = try #require(
      lines[fault.line - 1].replacingFirst(fault.old, with: fault.new))
    let error = #expect(throws: InputError.self) { try read(lines) }
    let text = error?.description ?? ""
    #expect(
      text == fault.message,
      "\(text)")
    #expect(!text.contains("\n"))
  }

  @Test("A capture needs a snapshot")
  func tooShort() {
    #expect(throws: InputError(file: "x", message: Self.tooShort)) { try read([]) }
    #expect(throws: InputError(file: "x", line: 1, message: Self.tooShort)) {
      try read([SmallCapture.meta])
    }
  }

  private static let tooShort = "expected a meta line and at least one snapshot"

  @Test("A file that isn't there")
  func missingFile() {
    let error = #expect(throws: InputError.self) {
      try Replay.run(path: "/nonexistent/x.jsonl", subject: try HotplugMachine()) { _, _ in }
    }
    #expect(
      error?.description == "/nonexistent/x.jsonl: cannot be opened: No such file or directory")
  }

  private func read(_ lines: [String]) throws {
    var replay = Replay(subject: try HotplugMachine()) { _, _ in }
    try replay.take(lines: lines)
  }
}
