// SPDX-License-Identifier: MIT

extension Span where Element == UInt8 {
  /// The bytes that one write of all takes, if it takes any: a page at most.
  /// Mirrors `kernfs_fop_write_iter`.
  func sysfsWriteCount(_ geometry: Geometry) -> Int {
    Swift.min(count, Int(geometry.pageSize))
  }

  /// The length of the string that the kernel sees in the first bytes, or in all:
  /// it ends at a NUL.
  func sysfsStringCount(in end: Int? = nil) -> Int {
    let end = end ?? count
    for position in 0..<end where self[position] == 0 { return position }
    return end
  }

  /// Whether the bytes are a name, either of them perhaps with a newline after
  /// it. Mirrors `sysfs_streq`; neither has a NUL in it.
  func equalsSysfs(_ name: StaticString) -> Bool {
    let length = name.utf8CodeUnitCount
    switch count - length {
    case 0: break
    case 1: guard self[length] == UInt8(ascii: "\n") else { return false }
    default: return false
    }
    for position in 0..<length {
      guard unsafe self[position] == name.utf8Start[position] else { return false }
    }
    return true
  }
}
