// SPDX-License-Identifier: MIT

extension Span where Element == UInt8 {
  /// The most bytes that a file of sysfs takes in one write: a page. Mirrors
  /// `PAGE_SIZE` in `kernfs_fop_write_iter`.
  static var maximumSysfsWrite: Int { 4096 }

  /// The bytes that a write of all takes, if it takes any.
  var sysfsWriteCount: Int { Swift.min(count, Self.maximumSysfsWrite) }

  /// The length of the string that the kernel sees in a write: it ends at a
  /// NUL or where the write is cut off.
  var sysfsStringCount: Int {
    let end = sysfsWriteCount
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
