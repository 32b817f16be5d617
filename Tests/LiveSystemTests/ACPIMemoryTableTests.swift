// SPDX-License-Identifier: MIT

import Scenarios
import Testing

@testable import LiveSystem

@Suite struct ACPIMemoryTableTests {
  private static func device(_ node: Int) -> ACPIMemoryDevice {
    ACPIMemoryDevice(
      address: ByteCount(rawValue: 1 << 30), size: ByteCount(rawValue: 1 << 27), node: node)
  }

  @Test(arguments: [1, 2, 40])
  func isAWholeTable(count: Int) {
    let bytes = ACPIMemoryTable((0..<count).map(Self.device)).bytes
    #expect(bytes.reduce(0, &+) == 0)
    #expect(Array(bytes[0..<4]) == Array("SSDT".utf8))
    let length = (4..<8).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
    #expect(length == bytes.count)
    // The scope spans the rest of the table.
    let lead = Int(bytes[37])
    let further = lead >> 6
    let package = (0..<further).reduce(further == 0 ? lead & 0x3F : lead & 0xF) {
      $0 | Int(bytes[38 + $1]) << (4 + 8 * $1)
    }
    #expect(bytes[36] == 0x10)
    #expect(package == bytes.count - 37)
  }

  @Test func namesTheRange() {
    let bytes = ACPIMemoryTable([Self.device(3)]).bytes
    let descriptor: [UInt8] =
      [0x8A, 0x2B, 0, 0, 0x0C, 0x03] + [0, 0, 0, 0, 0, 0, 0, 0] + [0, 0, 0, 0x40, 0, 0, 0, 0]
      + [0xFF, 0xFF, 0xFF, 0x47, 0, 0, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 0]
      + [0, 0, 0, 0x08, 0, 0, 0, 0] + [0x79, 0]
    #expect(bytes.ranges(of: descriptor).count == 1)
    #expect(bytes.ranges(of: Array("_PXM".utf8) + [0x0C, 3, 0, 0, 0]).count == 1)
  }
}
