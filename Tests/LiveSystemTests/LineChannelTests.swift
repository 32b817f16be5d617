// SPDX-License-Identifier: MIT

import SystemPackage
import Testing

@testable import LiveSystem

@Suite struct LineChannelTests {
  private let writeEnd: FileDescriptor
  private let channel: LineChannel
  private let interruption: Interruption

  init() throws {
    interruption = try Interruption()
    let pipe = try FileDescriptor.pipe()
    writeEnd = pipe.writeEnd
    channel = LineChannel(pipe.readEnd, peer: "the other side", interruption: interruption)
  }

  @Test func handsOutLinesHoweverTheyArrive() throws {
    try writeEnd.writeAll("one\r\ntwo\n\nth".utf8)
    #expect(try channel.line(until: .after(.seconds(60))) == "one")
    #expect(try channel.line(until: .after(.seconds(60))) == "two")
    #expect(try channel.line(until: .after(.seconds(60))) == "")
    #expect(try channel.line(until: .after(.zero)) == nil)
    try writeEnd.writeAll("ree\n".utf8)
    #expect(try channel.line(until: .after(.seconds(60))) == "three")
    try writeEnd.close()
    #expect(throws: LiveError.machine("the other side has closed the connection")) {
      try channel.line(until: .after(.seconds(60)))
    }
  }

  @Test func endsWhenInterrupted() throws {
    interruption.interrupt()
    #expect(throws: LiveError.interrupted) {
      try channel.line(until: .after(.seconds(60)))
    }
    try writeEnd.close()
  }
}
