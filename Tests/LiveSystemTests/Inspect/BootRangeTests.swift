// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import LiveSystem

@Suite struct BootRangeTests {
  @Test func readsTheKernelsLog() throws {
    let run = try #require(
      BootRange("[    0.013]   node  12: [mem 0x0000000100000000-0x000000043fffffff]"))
    #expect(run.nodeID == NodeID(12))
    #expect(
      CaptureBootMemory(run).range == PageRange(startPFN: 1 << 20, pageCount: 0x340000))
    #expect(
      CaptureBootMemory(run, of: .arm64With16KiB).range
        == PageRange(startPFN: 1 << 18, pageCount: 0xd0000))
  }

  @Test(arguments: [
    "", "  node   0: [mem 0x1000-0x1fff", "  node   x: [mem 0x1000-0x1fff]",
    "  node   0: [mem 0x2000-0x1fff]", "  node   0: [mem 0x1000-1fff]",
    "Initmem setup node 0 [mem 0x1000-0x1fff]",
    "  node   0: [mem 0x0000000000000000-0xffffffffffffffff]",
  ])
  func leavesAllElseOut(_ line: String) {
    #expect(BootRange(line) == nil)
  }
}
