// SPDX-License-Identifier: MIT

/// A cpio archive in the format that the kernel unpacks as initramfs ("newc").
struct NewcArchive {
  private(set) var bytes: [UInt8] = []
  private var lastInode: UInt32 = 0

  /// Adds a directory.
  mutating func addDirectory(_ name: String) {
    add(name, mode: 0o040755, content: [])
  }

  /// Adds an executable file.
  mutating func addFile(_ name: String, content: [UInt8]) {
    add(name, mode: 0o100755, content: content)
  }

  /// The whole archive.
  consuming func finished() -> [UInt8] {
    add("TRAILER!!!", mode: 0, content: [])
    return bytes
  }

  private mutating func add(_ name: String, mode: UInt32, content: [UInt8]) {
    lastInode += 1
    let (userID, groupID, linkCount, time): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 1, 0)
    let device: [UInt32] = [0, 0, 0, 0]
    let header =
      [lastInode, mode, userID, groupID, linkCount, time, UInt32(content.count)] + device
      + [UInt32(name.utf8.count + 1), 0]
    bytes += "070701".utf8
    for field in header {
      let digits = String(field, radix: 16, uppercase: true)
      bytes += (String(repeating: "0", count: 8 - digits.utf8.count) + digits).utf8
    }
    bytes += name.utf8
    bytes.append(0)
    align()
    bytes += content
    align()
  }

  private mutating func align() {
    while !bytes.count.isMultiple(of: 4) { bytes.append(0) }
  }
}
