// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

struct RecordsTests {
  private static let vector = """
    {"id":"a","params":{"online_policy":"auto-movable","auto_movable_ratio":301,\
    "auto_movable_numa_aware":false},"nodes":[{"nid":2,"zones":[{"zone":"Normal",\
    "present_pages":16,"present_early_pages":16}]}],"groups":[{"mgid":MGID,"nid":2,\
    "is_dynamic":true,"unit_pages":32768}],"query":{"function":\
    "auto_movable_can_online_movable","nid":-1,"mgid":MGID,"nr_pages":48},\
    "expect":{"can_online_movable":EXPECT}}

    """

  private let folder: TemporaryFolder
  private let output: URL

  init() throws {
    folder = try TemporaryFolder()
    output = folder.url.appending(path: "records")
  }

  private func run(mgid: Int = 0, expect: Bool = true) throws -> CommandRun {
    let text = Self.vector
      .replacing("MGID", with: "\(mgid)").replacing("EXPECT", with: "\(expect)")
    let input = try folder.write(text, to: "a.jsonl")
    return try CommandRun(["vectors", "records", "--output", output.path, input.path])
  }

  @Test
  func writesWhatTheDocumentSays() throws {
    let run = try run()
    // Result 1; compared (2), 16 early pages, then 16 kernel, 48 movable, 48 allowed.
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for word: UInt64 in [1, 2, 16, 0, 0, 0, 16, 48, 48] {
      digest = (digest ^ word) &* 0x100_0000_01B3
    }
    #expect(run.output == "1 vectors, digest 0x\(String(digest, radix: 16))\n")
    #expect(run.status == 0 && run.errors == "")
    let bytes = try [UInt8](Data(contentsOf: output))
    #expect(bytes.count == 24 + 80 + 208 + 32)
    #expect(bytes.starts(with: Array("AMVRECS".utf8) + [1, 1, 0, 0, 0, 0, 0, 0, 0]))
    // The numbers of nodes, groups and runs; the function; the policy.
    #expect(Array(bytes[24..<40]) == [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(Array(bytes[40..<56]) == [1, 0, 0, 0, 0x2D, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    // The node's number.
    #expect(Array(bytes[(24 + 80 + 200)...].prefix(4)) == [2, 0, 0, 0])
  }

  @Test
  func refusesIdsThatArentPositions() throws {
    let run = try run(mgid: 1)
    #expect(run.status == 65 && run.output == "")
    #expect(run.errors.hasSuffix("a.jsonl:1: expected groups with the ids 0, 1, 2 and so on\n"))
    #expect(!FileManager.default.fileExists(atPath: output.path))
  }

  @Test
  func refusesAWrongAnswer() throws {
    let run = try run(expect: false)
    #expect(run.status == 65 && run.output == "")
    #expect(run.errors.hasSuffix("a.jsonl:1: not what the C port answers\n"))
    #expect(!FileManager.default.fileExists(atPath: output.path))
  }
}
