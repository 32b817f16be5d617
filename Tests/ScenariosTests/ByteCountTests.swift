// SPDX-License-Identifier: MIT

import Scenarios
import Testing

@Suite struct ByteCountTests {
  @Test(arguments: [
    ("0", 0), ("4096", 4096), ("128M", 128 << 20), ("2G", 2 << 30), ("1T", 1 << 40), ("3K", 3072),
  ])
  func reads(text: String, bytes: UInt64) {
    #expect(ByteCount(text)?.rawValue == bytes)
  }

  @Test(arguments: [
    "", "M", "-1", "+1", "1.5G", "128MB", " 1", "16777216T", "99999999999999999999",
  ])
  func refuses(text: String) {
    #expect(ByteCount(text) == nil)
  }

  @Test func printsTheLargestSuffix() {
    #expect(ByteCount(rawValue: 128 << 20).description == "128M")
    #expect(ByteCount(rawValue: 1 << 30).description == "1G")
    #expect(ByteCount(rawValue: (1 << 30) + 1).description == "1073741825")
    #expect(ByteCount(rawValue: 0).description == "0")
  }
}
