// SPDX-License-Identifier: MIT

import AutoMovable
import LiveSystem
import Testing

@Suite struct CaptureBootMemoryTests {
  @Test func readsTheKernelsLog() throws {
    let run = try #require(
      CaptureBootMemory("[    0.013]   node  12: [mem 0x0000000100000000-0x000000043fffffff]"))
    #expect(run.nodeID == NodeID(12))
    #expect(run.range == PageRange(startPFN: 1 << 20, pageCount: 0x340000))
  }

  @Test(arguments: [
    "", "  node   0: [mem 0x1000-0x1fff", "  node   x: [mem 0x1000-0x1fff]",
    "  node   0: [mem 0x2000-0x1fff]", "  node   0: [mem 0x1000-1fff]",
    "Initmem setup node 0 [mem 0x1000-0x1fff]",
    "  node   0: [mem 0x0000000000000000-0xffffffffffffffff]",
  ])
  func leavesAllElseOut(_ line: String) {
    #expect(CaptureBootMemory(line) == nil)
  }
}
