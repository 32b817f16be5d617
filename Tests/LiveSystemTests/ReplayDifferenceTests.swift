// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import LiveSystem

@Suite("Differences that a replay tells")
struct ReplayDifferenceTests {
  @Test("A kernel that picks another zone")
  func decision() throws {
    let differences = try replay(changing: "\"zone\":\"Movable\"", to: "\"zone\":\"Normal\"")
    #expect(
      differences.first?.description
        == "snapshot 1 (resize vm0): memory block 32, pfn 1048576: zone: kernel Normal of node 0, "
        + "replayed Movable of node 0")
  }

  @Test("A kernel whose group has other counters")
  func groupCounter() throws {
    let differences = try replay(changing: "\"kernel\":0,", to: "\"kernel\":7,")
    #expect(
      differences.map(\.description) == [
        "snapshot 1 (resize vm0): pfn 1048576: group 0xa: present_kernel_pages: "
          + "kernel 7, replayed 0"
      ])
  }

  @Test("A kernel whose zone has other counters")
  func zoneCounters() throws {
    let differences = try replay(
      changing: "\"Movable\":{\"present\":32768", to: "\"Movable\":{\"present\":32767")
    #expect(
      differences.map(\.description) == [
        "snapshot 1 (resize vm0): Movable of node 0: present: kernel 32767, replayed 32768",
        "snapshot 1 (resize vm0): node 0: present: kernel 65535, replayed 65536",
      ])
  }

  @Test("A kernel whose block is elsewhere")
  func block() throws {
    let differences = try replay(
      changing: "[32,\"online\",\"Movable\",[0]]", to: "[32,\"offline\",\"Movable Normal\",[0]]")
    #expect(
      differences.map(\.description) == [
        "snapshot 1 (resize vm0): memory block 32: kernel offline, replayed online in Movable",
        "snapshot 1 (resize vm0): memory32/valid_zones: kernel \"Movable Normal\", "
          + "replayed \"Movable\\n\"",
      ])
  }

  @Test("Nothing, if nothing is changed")
  func nothing() throws {
    #expect(try replay(changing: "", to: "").isEmpty)
  }

  private func replay(changing old: String, to new: String) throws -> [ReplayDifference] {
    var differences: [ReplayDifference] = []
    var replay = Replay(subject: try HotplugMachine()) { event, _ in
      if case .difference(let difference) = event { differences.append(difference) }
    }
    var lines = SmallCapture.lines
    if !old.isEmpty { lines[2] = try #require(lines[2].replacingFirst(old, with: new)) }
    try replay.take(lines: lines)
    return differences
  }
}
