// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// Blocks that hold the map of their own pages.
@Suite("memmap_on_memory")
struct HotplugMemmapTests {
  private let blockPages = Geometry.x86_64.minimumBlockPages

  @Test func onlyIfTheParameterIsSet() throws {
    var machine = try HotplugMachine.example()
    let error = #expect(throws: HotplugError.memmapOnMemoryUnsupported) {
      try machine.add(40, memmapOnMemory: true)
    }
    #expect(error?.errno == 22)
    #expect(machine.block(40) == nil)
  }

  @Test func onlyForASingleBlock() throws {
    var machine = try HotplugMachine.example(memmapOnMemory: true)
    #expect(throws: HotplugError.memmapOnMemoryUnsupported) {
      try machine.add(40, count: 2, memmapOnMemory: true)
    }
    try machine.add(40, memmapOnMemory: true)
    try machine.add(41)
    // 64 bytes for each of 32768 pages are 512 pages.
    #expect(machine.block(40)?.vmemmapPages == 512)
    #expect(machine.block(41)?.vmemmapPages == 0)
  }

  @Test func theMapOfALargerBlock() throws {
    var machine = try HotplugMachine.example(
      memmapOnMemory: true, blockPages: 16 * blockPages)
    try machine.addMemory(
      PageRange(startPFN: 64 * blockPages, pageCount: 16 * blockPages), to: .node(0),
      usesMemmapOnMemory: true)
    #expect(machine.block(4)?.vmemmapPages == 16 * 512)
  }

  /// The map's pages are present, spanned and in the group as all others.
  @Test func theMapCounts() throws {
    var plain = try HotplugMachine.example(memmapOnMemory: true)
    var mapped = plain
    for id: MemoryGroupID in [0, 1] {
      #expect(try plain.registerGroup(.static(maxPages: blockPages), nodeID: 0) == id)
      #expect(try mapped.registerGroup(.static(maxPages: blockPages), nodeID: 0) == id)
    }
    try plain.add(40, to: .group(1))
    try mapped.add(40, to: .group(1), memmapOnMemory: true)
    for type in ["online_movable", "online_kernel", "online"] {
      try plain.writeState(type, block: 40)
      try mapped.writeState(type, block: 40)
      #expect(mapped.books == plain.books)
      #expect(
        mapped.state.groups[1].map { $0.presentMovablePages + $0.presentKernelPages } == blockPages)
      try plain.writeState("offline", block: 40)
      try mapped.writeState("offline", block: 40)
      #expect(mapped.books == plain.books)
    }
  }

  @Test func oneGoesAsItCame() throws {
    var machine = try HotplugMachine.example(memmapOnMemory: true)
    try machine.add(40, memmapOnMemory: true)
    try machine.add(41)
    let error = #expect(throws: HotplugError.wrongGranularity) {
      try machine.removeMemory(HotplugMachine.range(40, 2))
    }
    #expect(error?.errno == 22)
    #expect(machine.addedBlockCount == 2)
    try machine.removeMemory(HotplugMachine.range(40))
    try machine.removeMemory(HotplugMachine.range(41))
    #expect(machine.addedBlockCount == 0)
  }
}
