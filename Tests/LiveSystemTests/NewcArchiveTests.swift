// SPDX-License-Identifier: MIT

import Testing

@testable import LiveSystem

@Suite struct NewcArchiveTests {
  @Test func writesTheKernelsFormat() {
    var archive = NewcArchive()
    archive.addDirectory("d")
    archive.addFile("d/f", content: Array("hello".utf8))
    let bytes = archive.finished()
    #expect(bytes.count.isMultiple(of: 4))
    let text = String(decoding: bytes, as: UTF8.self)
    let zeros = String(repeating: "0", count: 8)
    let directory =
      "070701" + "00000001" + "000041ED" + zeros + zeros + "00000001" + zeros + zeros
      + String(repeating: zeros, count: 4) + "00000002" + zeros + "d\0"
    #expect(text.hasPrefix(directory))
    let file =
      "070701" + "00000002" + "000081ED" + zeros + zeros + "00000001" + zeros + "00000005"
      + String(repeating: zeros, count: 4) + "00000004" + zeros + "d/f\0\0\0hello\0\0\0" + "070701"
    #expect(text.contains(file))
    #expect(text.contains("TRAILER!!!\0"))
  }
}
