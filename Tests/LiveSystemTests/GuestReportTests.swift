// SPDX-License-Identifier: MIT

import Foundation
import AutoMovable
import Testing
import TextFiles

@testable import LiveSystem

@Suite struct GuestReportTests {
  private static let answer = [
    "#ranges", "[    0.1]   node   1: [mem 0x0000000000001000-0x000000000009efff]",
    "#parameters", "auto_movable_ratio 301", "block_size_bytes 8000000", "empty ",
    "#blocks", "10|offline|Normal Movable|0|1| 0", "2|online|DMA32|0|1| 0 1",
    "#zoneinfo", "Node 0, zone DMA", "spanned 1", "present 1", "managed 1",
    "#iomem", "00000000-00000fff : Reserved", "00001000-0009fbff : System RAM",
    "#trace", "# tracer: nop",
  ]

  @Test func takesAnAnswerApart() throws {
    let report = try GuestReport(lines: Self.answer)
    #expect(report.parameters["auto_movable_ratio"] == "301")
    #expect(report.parameters["empty"] == "")
    #expect(try report.blockSize == 128 << 20)
    #expect(report.blocks.map(\.index) == [2, 10])
    #expect(report.ioMemory == ["00001000-0009fbff : System RAM"])
    #expect(report.bootMemory.map(\.range.pageCount) == [158])
    #expect(report.trace == ["# tracer: nop"])
    var writer = JSONWriter()
    writer.beginObject()
    report.blocks.write(to: &writer)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self).hasSuffix(
        #""blocks":[[2,"online","DMA32",[0,1],0,"1"],[10,"offline","Normal Movable",[0],0,"1"]]"#))
  }

  @Test(arguments: ["#ranges", "#parameters", "#blocks", "#zoneinfo", "#iomem", "#trace"])
  func saysWhatIsMissing(section: String) {
    let lines = Self.answer.filter { $0 != section }
    #expect(throws: LiveError.self) { try GuestReport(lines: lines) }
  }

  @Test func refusesABlockThatCannotBeRead() {
    let lines = Self.answer.map { $0.replacingOccurrences(of: "10|", with: "ten|") }
    #expect(throws: LiveError.self) { try GuestReport(lines: lines) }
  }

  @Test func quotesForTheShell() {
    #expect(GuestShell.quoted("it's $x") == #"'it'\''s $x'"#)
  }
}
