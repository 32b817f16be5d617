// SPDX-License-Identifier: MIT

import Testing

@testable import LiveSystem

@Suite("Comparison of two captures")
struct CaptureComparisonTests {
  @Test("A capture doesn't differ from itself", arguments: LiveCaptures.all)
  func itself(_ capture: LiveCaptures.Capture) throws {
    let (report, told) = compare(capture.records, capture.records)
    #expect(told.isEmpty, "\(told)")
    #expect(report.omitted == 0)
    #expect(report.decisions.count > 0)
    #expect(report.blocks.count > 0)
    #expect(report.zoneCounters.count > 0)
    #expect(report.texts.count > 0)
  }

  /// A part of a capture, what is there in the other one, and what is told first.
  private static let changes: [(part: String, changed: String, told: String)] = [
    (
      #""zone":"Movable"}"#, #""zone":"Normal"}"#,
      "snapshot 1 (resize vm0): memory block 32, pfn 1048576: zone: "
        + "kernel Normal of node 0, there Movable of node 0"
    ),
    (
      #"[32,"online","Movable","#, #"[32,"online","Normal","#,
      "memory block 32: kernel online in Normal on node 0, there online in Movable on node 0"
    ),
    (
      #"[32,"online","Movable",[0]"#, #"[32,"online","Movable",[1]"#,
      "memory block 32: kernel online in Movable on node 1, there online in Movable on node 0"
    ),
    (
      #",[33,"online","Movable",[0],0,"1"]"#, "",
      "memory block 33: kernel absent, there online in Movable on node 0"
    ),
    (
      #""auto_movable_ratio":"301""#, #""auto_movable_ratio":"300""#,
      #"auto_movable_ratio: kernel "300", there "301""#
    ),
    (
      #""Movable":{"cma":0,"free":786369,"managed":786432,"nr_free_cma":0,"present":786432"#,
      #""Movable":{"cma":0,"free":786369,"managed":786432,"nr_free_cma":0,"present":786431"#,
      "Movable of node 0: present: kernel 786431, there 786432"
    ),
    (
      #""rc":0,"value":"N"}"#, #""error":"Invalid argument","rc":1,"value":"N"}"#,
      #""N" is written to auto_movable_numa_aware: kernel -22, there 0"#
    ),
    (
      #"{"nid":1,"pages":262112"#, #"{"nid":1,"pages":262111"#,
      "boot memory of node 1, 262111 pages from 262144: here only"
    ),
    (
      #""spanned":1835007,"start_pfn":1}"#, #""spanned":1835007,"start_pfn":2}"#,
      "node 0: start_pfn: kernel 2, there 1"
    ),
    (#"{"present":917472,"spanned""#, #"{"present":917473,"spanned""#, "node 1: present"),
    (
      #""mgid":1,"movable":655360"#, #""mgid":1,"movable":655359"#,
      "present_movable_pages: kernel 655359, there 655360"
    ),
    (
      #""kernel":32768,"mgid":1,"#, #""kernel":32769,"mgid":1,"#,
      "present_kernel_pages: kernel 32769, there 32768"
    ),
    (#""mgid":1,"movable":655360"#, #""mgid":2,"movable":655360"#, "nid: kernel 0, there 1"),
    (
      #""present_early":262112,"spanned""#, #""present_early":262111,"spanned""#,
      "present_early: kernel 262111, there 262112"
    ),
  ]

  @Test("What is changed is told first", arguments: changes.indices)
  func change(_ index: Int) throws {
    let (part, changed, expected) = Self.changes[index]
    let capture = try #require(LiveCaptures.all.first { $0.name.hasPrefix("s21b_") })
    let lines = try LiveCaptures.lines(of: capture.name)
    let line = try #require(lines.indices.dropFirst().first { lines[$0].contains(part) }, "\(part)")
    var changedLines = lines
    changedLines[line] = try #require(lines[line].replacingFirst(part, with: changed))
    let (report, told) = compare(try records(changedLines), capture.records)
    #expect(!report.isClean)
    let first = try #require(told.first)
    #expect(first.contains(expected), "\(told)")
  }

  @Test("What follows from a difference is counted, and not told")
  func consequences() throws {
    var lines = SmallCapture.lines
    for (old, new) in [
      ("\"zone\":\"Movable\"", "\"zone\":\"Normal\""),
      ("[32,\"online\",\"Movable\"", "[32,\"online\",\"Normal\""),
      ("\"Movable\":{\"present\":32768", "\"Normal\":{\"present\":32768"),
    ] {
      lines[2] = try #require(lines[2].replacingFirst(old, with: new))
    }
    // The next snapshot is as this one, and nothing is new in it.
    let next = { (line: String) in
      try #require(line.replacingFirst("\"seq\":1", with: "\"seq\":2"))
    }
    let (report, told) = compare(
      try records(lines + [next(lines[2])]),
      try records(SmallCapture.lines + [next(SmallCapture.grown)]))
    #expect(
      told == [
        "snapshot 1 (resize vm0): memory block 32, pfn 1048576: zone: "
          + "kernel Normal of node 0, there Movable of node 0"
      ])
    #expect(report.decisions.differing == 2)
    #expect(report.blocks.differing == 2)
    #expect(report.zoneCounters.differing == 4)
  }

  @Test("A zone that a kernel was built without is an empty one")
  func absentZone() throws {
    let other = SmallCapture.lines.map { line in
      line.replacingFirst(
        "\"DMA32\":", with: "\"Device\":{\"present\":0,\"present_early\":0},\"DMA32\":") ?? line
    }
    #expect(compare(try records(SmallCapture.lines), try records(other)).told.isEmpty)
  }

  @Test("Once other blocks went offline, nothing is compared")
  func otherChoice() throws {
    let capture = try #require(LiveCaptures.all.first { $0.name.hasPrefix("s23_") })
    let lines = try LiveCaptures.lines(of: capture.name)
    // Two blocks change roles: block 35 went instead of block 36.
    var changed = lines
    for line in lines.indices where lines[line].contains("\"seq\":6,") {
      changed[line] = try #require(
        lines[line].replacingFirst("[[35,", with: "[36,")
          ?? lines[line].replacingFirst("[35,", with: "[36,"))
    }
    let (report, told) = compare(try records(changed), capture.records)
    #expect(report.isClean)
    #expect(
      told == [
        "snapshot 6 (resize vm0): not compared: 2 snapshots from here on, as other blocks went offline"
      ])
    #expect(report.omitted == 2)
  }

  @Test("That a block which was told to go offline does so is compared")
  func writtenOffline() throws {
    func lines(_ outcome: String, _ block: String) throws -> [String] {
      let action = #"{"op":"block_state","block":32,"value":"offline",\#(outcome)}"#
      var next = try #require(SmallCapture.grown.replacingFirst("\"seq\":1", with: "\"seq\":2"))
      next = try #require(
        next.replacingFirst(#"{"op":"resize","dev":"vm0"}"#, with: action))
      next = try #require(next.replacingFirst(#"[32,"online","Movable",[0]]"#, with: block))
      return SmallCapture.lines + [next]
    }
    let offline = try records(lines(#""rc":0"#, #"[32,"offline","Movable",[0]]"#))
    let online = #"[32,"online","Movable",[0]]"#
    let refused = try records(lines(#""rc":1,"error":"Invalid argument""#, online))
    let busy = try records(lines(#""rc":1,"error":"Resource busy""#, online))
    #expect(
      compare(offline, refused).told == [
        #"snapshot 2 (block_state): "offline" is written to memory32/state: kernel 0, there -22"#,
        "snapshot 2 (block_state): memory block 32: kernel offline on node 0, "
          + "there online in Movable on node 0",
      ])
    // What it holds may be in the way.
    #expect(compare(offline, busy).report.isClean)
    #expect(compare(offline, busy).report.omitted == 1)
  }

  // MARK: Comparing

  private func compare(
    _ records: [CaptureRecord], _ others: [CaptureRecord]
  ) -> (report: ReplayReport, told: [String]) {
    var told: [String] = []
    var comparison = CaptureComparison { event in
      switch event {
      case .decision: break
      case .difference(let difference): told.append("\(difference)")
      case .omission(let omission): told.append("\(omission)")
      }
    }
    for case (.snapshot(let snapshot), .snapshot(let other)) in zip(records, others) {
      comparison.take(snapshot, other)
    }
    comparison.finish()
    return (comparison.report, told)
  }

  private func records(_ lines: [String]) throws -> [CaptureRecord] {
    var reader = try CaptureReader(lines: lines)
    var records: [CaptureRecord] = []
    while let record = try reader.next() { records.append(record) }
    return records
  }
}
