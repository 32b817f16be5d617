// SPDX-License-Identifier: MIT

internal import Foundation

/// The header of a kernel that an x86 boot loader can start: a bzImage, often called
/// vmlinuz. Documentation/arch/x86/boot.rst of the kernel describes it.
struct BootImage {
  /// The kernel's release, as `uname -r` will print it.
  let release: String

  /// Reads the header of a file.
  ///
  /// - Throws: `LiveError.missing` if the file isn't such a kernel.
  init(path: String) throws(LiveError) {
    guard let handle = FileHandle(forReadingAtPath: path),
      // The text of the version is below 64 KiB: 16 bits say where.
      let data = try? handle.read(upToCount: 1 << 17)
    else { throw .missing("\(path): the kernel cannot be read") }
    let bytes = [UInt8](data)
    guard bytes.count > 0x210, bytes[0x202..<0x206].elementsEqual("HdrS".utf8) else {
      throw .missing("\(path): expected a bzImage, as in arch/x86/boot of a built kernel")
    }
    let offset = Int(bytes[0x20E]) | Int(bytes[0x20F]) << 8
    // The version goes on with who built the kernel, and when.
    let text = bytes.dropFirst(0x200 + offset).prefix { $0 > UInt8(ascii: " ") && $0 < 0x7F }
    guard offset > 0, !text.isEmpty else {
      throw .missing("\(path): the kernel's header has no version")
    }
    release = String(decoding: text, as: UTF8.self)
  }
}
