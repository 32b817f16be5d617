// SPDX-License-Identifier: MIT

import Foundation
import SystemPackage
import Testing
import TextFiles

@testable import LiveSystem

@Suite struct GuestFilesTests {
  /// In a capture the error of a refused write is what the replay knows of it.
  @Test(
    "The guest writes any text, and says why it can't",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/busybox")))
  func puts() throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/LiveSystem/VirtualMachine/Guest/guest-init.sh")
    let lines = try String(contentsOf: script, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "put() {"))
    let end = try #require(lines[start...].firstIndex(of: "}"))
    let function = lines[start...end].joined(separator: "\n")
    let busybox = try #require(HostProgram("/bin/busybox"))
    let folder = try TemporaryFolder()
    let path = folder.path.appending("file")
    for text in ["online", "-n", "-ne", "-1", "-", "", "-nx", #"a\nb"#, "it's"] {
      let command = "\(function)\nput \(path) \(GuestShell.quoted(text))"
      #expect(busybox.output(of: ["sh", "-c", command]) == [])
      #expect(try TextDocument(path: path, atMost: 64).bytes == Array("\(text)\n".utf8))
    }
    for text in ["online", "-n"] {
      let command = "\(function)\nput /dev/full \(text) 2>&1 || echo refused"
      let answer = try #require(busybox.output(of: ["sh", "-c", command]))
      #expect(
        String(decoding: answer, as: UTF8.self).hasSuffix(": No space left on device\nrefused\n"))
    }
  }

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
