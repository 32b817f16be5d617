// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Conformance
@testable import Reports

/// The words that decisions are explained in.
struct VectorExplanationTests {
  /// A machine whose node 0 has all kinds of zones.
  private func vector(
    _ query: DecisionQuery, ratio: UInt32 = 301,
    onlinePolicy: OnlinePolicy = .autoMovable
  ) throws -> DecisionVector {
    var node = Node(id: 0)
    node[.dma] = Zone(startPFN: 1, spannedPages: 4095, presentPages: 3998, presentEarlyPages: 3998)
    node[.dma32] = Zone(
      startPFN: 4096, spannedPages: 1_044_480, presentPages: 782_304,
      presentEarlyPages: 782_304)
    node[.movable] = Zone(startPFN: 2_097_152, spannedPages: 65536, presentPages: 65536)
    var groups = MemoryGroupRegistry()
    try groups.restore(
      MemoryGroup(
        id: 0, nodeID: 0, kind: .static(maxPages: 65536), presentKernelPages: 32768))
    try groups.restore(
      MemoryGroup(
        id: 3, nodeID: 0, kind: .dynamic(unitPages: 131072),
        presentMovablePages: 65536))
    return DecisionVector(
      id: "v", policy: Policy(onlinePolicy: onlinePolicy, autoMovableRatio: ratio),
      state: MemoryState(
        nodes: [node], groups: groups,
        sections: [
          SectionRun(firstSection: 64, sectionCount: 2, zone: .movable, nodeID: 0),
          SectionRun(firstSection: 70, sectionCount: 1, zone: .normal, nodeID: 0),
        ]),
      query: query)
  }

  private func zone(
    _ section: UInt64, _ onlineType: OnlineType = .online, group: MemoryGroupID? = nil
  ) -> DecisionQuery {
    .zone(
      range: PageRange(startPFN: section * 32768, pageCount: 32768),
      onlineType: onlineType, nodeID: 0, groupID: group)
  }

  private func explanation(_ vector: DecisionVector) throws -> [Substring] {
    let answer = try answer(.swift, vector)
    #expect(try self.answer(.c, vector) == answer)
    return "\(Explanation(of: vector, .init(name: "swift", answer: answer)))"
      .split(separator: "\n")
  }

  private func answer(
    _ implementation: Implementation, _ vector: DecisionVector
  ) throws -> DecisionAnswer {
    var answers: [1 of DecisionAnswer] = [DecisionAnswer()]
    var span = answers.mutableSpan
    try implementation.makeOracle().decide(vector.batch, into: &span)
    return answers[0]
  }

  @Test
  func tellsWhyAZoneWasTaken() throws {
    let cases: [(DecisionVector, String)] = [
      (
        try vector(zone(66, .onlineKernel)),
        "online_kernel asks for a kernel zone; the policy has no say."
      ),
      (
        try vector(zone(66, .onlineMovable)),
        "online_movable asks for ZONE_MOVABLE; the policy has no say."
      ),
      (
        try vector(zone(65), onlinePolicy: .contigZones),
        "contig-zones: of Normal and Movable the range meets the span of Movable alone."
      ),
      (
        try vector(zone(66), onlinePolicy: .contigZones),
        "contig-zones: the range meets neither the span of Normal nor that of "
          + "Movable, so movable_node decides: N."
      ),
      (
        try vector(zone(66), ratio: 0),
        "auto_movable_ratio is 0, which allows no movable memory."
      ),
      (
        try vector(zone(66, group: 0)),
        "The device is static and has kernel memory already "
          + "(present_kernel_pages 32768): all of it goes to kernel zones."
      ),
      (
        try vector(zone(69, group: 3)),
        "The unit has an online section outside ZONE_MOVABLE already, section 70 "
          + "at pfn 2293760: all of it goes to kernel zones."
      ),
    ]
    for (vector, reason) in cases {
      let lines = try explanation(vector)
      #expect(lines[2] == reason)
    }
    // 65536 pages at 1 percent need 6553600 pages of boot memory.
    let lines = try explanation(vector(zone(66), ratio: 1))
    #expect(
      lines[2]
        == "Refused system-wide before the ratio is looked at: other devices' movable "
        + "memory needs 6553600 pages (25 GiB) of boot memory, of which there are "
        + "786302 pages (3071.49 MiB).")
  }

  @Test
  func tellsMarginAndLookup() throws {
    // The group's own unit: two sections of four are movable already.
    let lines = try explanation(vector(zone(66, group: 3), ratio: 16))
    #expect(
      lines[2]
        == "Refused system-wide: the movable memory would be above the limit by "
        + "5264 pages (20.56 MiB).")
    #expect(lines.contains("  max_pages     131072  512 MiB, unit_pages of the device"))
    #expect(lines.contains("  online_pages   65536  256 MiB, movable already"))
    #expect(lines.contains("  nr_pages       65536  256 MiB, asked of the ratio tests"))
    #expect(lines.contains("  pfn       2228224  not the start_pfn that was asked"))
    #expect(lines.contains("  DMA32              spans pfn 4096..<1048576, not met"))
  }

  @Test
  func showsWhereImplementationsDisagree() throws {
    let vector = try vector(.canOnlineMovable(pages: 1, groupID: nil, scope: .system))
    let right = try answer(.swift, vector)
    var wrong = right
    wrong[.result] = 0
    wrong[.testLimit] = 7
    let text =
      "\(Explanation(of: vector, .init(name: "swift", answer: right), others: [.init(name: "c", answer: wrong)]))"
    #expect(text.contains("\nswift and c DISAGREE, see below.\n"))
    #expect(
      text.hasSuffix(
        """
        Values that swift and c disagree on
          result           swift 1  c 0
          testLimit  swift \(right[.testLimit])  c 7

        """))
  }

  @Test(
    arguments: [
      (0, "0 pages (0 KiB)"), (1, "1 page (4 KiB)"), (255, "255 pages (1020 KiB)"),
      (256, "256 pages (1 MiB)"), (257, "257 pages (1 MiB)"), (259, "259 pages (1.01 MiB)"),
      (384, "384 pages (1.50 MiB)"), (262_144, "262144 pages (1 GiB)"),
      (1 << 63, "9223372036854775808 pages (wrapped: -9223372036854775808 pages)"),
      (UInt64.max, "18446744073709551615 pages (wrapped: -1 pages)"),
    ] as [(UInt64, String)])
  func writesSizes(_ pages: UInt64, _ text: String) {
    #expect(PageCount(pages: pages).text == text)
  }
}
