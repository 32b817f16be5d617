// SPDX-License-Identifier: MIT

import SystemPackage
import Testing

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
    Fault(1, "{", "[", "x:1: not valid JSON, or a number that isn't an integer of 64 bits"),
    Fault(1, "\"kind\":\"meta\",", "", "x:1: kind: missing"),
    Fault(1, "meta", "meat", "x:1: kind: expected meta or snap, found \"meat\""),
    Fault(1, "\"meta\"", "\"snap\"", "x:1: kind: the first line must be meta"),
    Fault(2, "\"snap\"", "\"meta\"", "x:2: kind: only the first line may be meta"),
    Fault(2, "\"seq\":0", "\"seq\":1", "x:3: seq: expected more than 1, found 1"),
    Fault(
      2, "134217728", "134217727",
      "x:2: block_size: expected a power of two from 2^27 to 2^31, found 134217727"),
    Fault(
      3, "134217728", "268435456", "x:3: block_size: expected 134217728 as before, found 268435456"),
    Fault(2, "\"block_size\":134217728,", "", "x:2: block_size: missing"),
    Fault(
      2, "\"301\"", "\"3o1\"",
      "x:2: params.auto_movable_ratio: expected a decimal 32-bit number as text, found \"3o1\""),
    Fault(2, "\"Y\"", "\"y\"", "x:2: params.auto_movable_numa_aware: expected Y or N, found \"y\""),
    Fault(
      2, "auto-movable\"", "auto\"",
      "x:2: params.online_policy: expected contig-zones or auto-movable, found \"auto\""),
    Fault(
      2, "\"index\"", "\"idx\"", "x:2: blocks[0]: expected a row with index, state and valid_zones"),
    Fault(
      2, "[[0,", "[[33554432,",
      "x:2: blocks[0]: expected a block number below 33554432, found 33554432"),
    Fault(3, "[32,", "[0,", "x:3: blocks[1]: block 0 is there twice"),
    Fault(2, "[0]]]", "[-1]]]", "x:2: blocks[0]: expected numbers of nodes, found [-1]"),
    Fault(2, "{\"0\":", "{\"a\":", "x:2: zones: expected the number of a node, found \"a\""),
    Fault(
      2, "\"Movable\"", "\"Movible\"",
      "x:2: zones[0]: expected the name of a zone, found \"Movible\""),
    Fault(
      2, "\"present\":32768", "\"present\":-1",
      "x:2: zones[0].DMA32.present: expected an integer from 0 to 18446744073709551615"),
    Fault(
      3, "\"online_type\":1", "\"online_type\":4",
      "x:3: decisions[0].online_type: expected 0 to 3, found 4"),
    Fault(
      3, "\"nid\":0,\"pfn\"", "\"nid\":1024,\"pfn\"",
      "x:3: decisions[0].nid: expected 0 to 1023, found 1024"),
    Fault(
      3, "\"pfn\":1048576,\"nr\"", "\"pfn\":1099511627776,\"nr\"",
      "x:3: decisions[0].pfn: no memory can be at 1099511627776"),
    Fault(
      3, "\"zone\":\"Movable\"", "\"zone\":\"High\"",
      "x:3: decisions[0].zone: expected DMA, DMA32, Normal, Movable or Device, found \"High\""),
    Fault(
      3, "\"unit_or_max\":32768", "\"unit_or_max\":3",
      "x:3: decisions[0].group: no kernel registers such a group: a unit must be a power of two and hold a memory block"
    ),
    Fault(3, "\"unit_or_max\":32768,", "", "x:3: decisions[0].group.unit_or_max: missing"),
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

  @Test("Each fault is told with its place", arguments: faults)
  func message(_ fault: Fault) throws {
    var lines = SmallCapture.lines
    lines[fault.line - 1] = try #require(
      lines[fault.line - 1].replacingFirst(fault.old, with: fault.new))
    let error = #expect(throws: CaptureError.self) { try read(lines) }
    let text = error?.description ?? ""
    #expect(
      text == fault.message,
      "\(text)")
    #expect(!text.contains("\n"))
  }

  @Test("A capture needs a snapshot")
  func tooShort() {
    #expect(throws: CaptureError(file: "x", problem: Self.tooShort)) { try read([]) }
    #expect(throws: CaptureError(file: "x", line: 1, problem: Self.tooShort)) {
      try read([SmallCapture.meta])
    }
  }

  private static let tooShort = "expected a meta line and at least one snapshot"

  @Test("A file that isn't there")
  func missingFile() {
    let error = #expect(throws: CaptureError.self) {
      try Replay.run(path: "/nonexistent/x.jsonl", model: CoreModel()) { _ in }
    }
    #expect(
      error?.description == "/nonexistent/x.jsonl: cannot be opened: No such file or directory")
  }

  private func read(_ lines: [String]) throws {
    var parser = CaptureParser(file: "x")
    var replay = Replay(model: CoreModel()) { _ in }
    for line in lines {
      let record = try parser.parse(Array(line.utf8))
      do {
        try replay.take(record)
      } catch {
        throw CaptureError(
          file: "x", line: parser.line, field: error.field, problem: error.problem)
      }
    }
    try parser.finish()
  }
}
