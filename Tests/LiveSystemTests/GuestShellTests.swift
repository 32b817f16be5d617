// SPDX-License-Identifier: MIT

import Glibc
import SystemPackage
import Testing

@testable import LiveSystem

@Suite("The guest's shell")
struct GuestShellTests {
  private let guest: FileDescriptor
  private let shell: GuestShell

  init() throws {
    var ends: [Int32] = [0, 0]
    let status = unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
    try #require(status == 0)
    guest = FileDescriptor(rawValue: ends[0])
    shell = GuestShell(
      LineChannel(
        FileDescriptor(rawValue: ends[1]), peer: "the guest", interruption: try Interruption()))
  }

  @Test("A script that prints nothing is given up")
  func hangs() throws {
    try guest.writeAll("one\n".utf8)
    #expect(throws: LiveError.machine("the guest does not come back from: sh /at-end")) {
      try shell.require("sh /at-end", patience: .zero)
    }
    try guest.close()
  }

  @Test("One that ends is answered")
  func ends() throws {
    try guest.writeAll("one\ntwo\n#end 0\n".utf8)
    #expect(try shell.require("sh /at-end", patience: .seconds(60)) == ["one", "two"])
    try guest.close()
  }
}
