// SPDX-License-Identifier: MIT

import SystemPackage
import Testing
import TextFiles

@testable import LiveSystem

@Suite struct GuestFilesTests {
  @Test func writesFilesAndLinks() throws {
    let files = try GuestFiles(lines: [
      "=proc/iomem", " 00001000-0009fbff : System RAM", "   01000000-01ffffff : Kernel code",
      "=sys/devices/system/node/node0/memory0",
    ])
    let folder = try TemporaryFolder()
    for _ in 0..<2 {
      // The second one takes the first one's place.
      try files.write(directory: folder.path.string, name: "s1.sysroot")
    }
    #expect(try folder.path.entries().map(\.string) == ["s1.sysroot"])
    let root = folder.path.appending("s1.sysroot")
    #expect(
      try TextDocument(path: root.appending("proc/iomem"), atMost: 4096).bytes
        == Array("00001000-0009fbff : System RAM\n  01000000-01ffffff : Kernel code\n".utf8))
    #expect(
      try TextDocument(
        path: root.appending("sys/devices/system/node/node0/memory0"), atMost: 1
      ).bytes.isEmpty)
  }

  @Test(arguments: ["=../x", "=/etc/x", "="]) func staysInItsFolder(_ path: String) throws {
    let files = try GuestFiles(lines: [path, " text"])
    let folder = try TemporaryFolder()
    #expect(throws: LiveError.self) {
      try files.write(directory: folder.path.string, name: "s1.sysroot")
    }
    #expect(try folder.path.entries().isEmpty)
  }

  @Test func refusesOtherLines() {
    #expect(throws: LiveError.self) { try GuestFiles(lines: ["text"]) }
    #expect(throws: LiveError.self) { try GuestFiles(lines: ["=proc/iomem", "text"]) }
  }
}
