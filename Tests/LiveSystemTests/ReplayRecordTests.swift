// SPDX-License-Identifier: MIT

import AutoMovable
import Foundation
import Testing

@testable import LiveSystem

/// What newer captures record besides is compared: of a capture in which one number
/// is changed, that number differs and nothing else.
@Suite("Records of nodes, groups and boot memory in a replay")
struct ReplayRecordTests {
  private static let changes: [(part: String, changed: String, told: String)] = [
    (
      #"{"nid":1,"pages":262112"#, #"{"nid":1,"pages":262111"#,
      "boot memory of node 1, 262111 pages from 262144: the kernel's log only"
    ),
    (
      #""spanned":1835007,"start_pfn":1}"#, #""spanned":1835007,"start_pfn":2}"#,
      "node 0: start_pfn"
    ),
    (#""spanned":3538944,"start_pfn""#, #""spanned":3538945,"start_pfn""#, "node 1: spanned"),
    (#"{"present":917472,"spanned""#, #"{"present":917473,"spanned""#, "node 1: present"),
    (#""mgid":1,"movable":655360"#, #""mgid":2,"movable":655360"#, "mgid: kernel 2, replayed 1"),
    (
      #""kernel":32768,"mgid":1,"#, #""kernel":32769,"mgid":1,"#,
      "present_kernel_pages: kernel 32769, replayed 32768"
    ),
    (
      #""mgid":0,"movable":786432"#, #""mgid":0,"movable":786431"#,
      "present_movable_pages: kernel 786431, replayed 786432"
    ),
  ]

  @Test("A number that is changed differs", arguments: changes.indices)
  func isCompared(_ index: Int) throws {
    let (part, changed, told) = Self.changes[index]
    let lines = try LiveCaptures.lines(of: "s21b_cma_on_node1_of_two.jsonl")
    // Later than boot, but for what only the first snapshot has.
    let isOfBoot = told.hasSuffix("log only")
    let line = try #require(
      lines.indices.first { (isOfBoot || $0 > 1) && lines[$0].contains(part) }, "\(part)")
    var changedLines = lines
    changedLines[line] = try #require(changedLines[line].replacingFirst(part, with: changed))
    var differences: [String] = []
    var replay = Replay(subject: try HotplugMachine()) { event, _ in
      if case .difference(let difference) = event { differences.append("\(difference)") }
    }
    try replay.take(lines: changedLines)
    let first = try #require(differences.first)
    #expect(first.contains(told), "\(differences)")
    // The other list has a run that the changed one doesn't.
    #expect(differences.count <= 2, "\(differences)")
  }
}
