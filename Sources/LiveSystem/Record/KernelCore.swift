// SPDX-License-Identifier: MIT

internal import SystemPackage

/// This machine's memory as its kernel shows it: `/proc/kcore`, an ELF file whose segments
/// are where the kernel has its memory.
///
/// The kernel lays the file out anew when memory came or went, so it is opened for each
/// look.
struct KernelCore {
  /// A part of the kernel's addresses that is in the file.
  private struct Segment {
    let addresses: Range<UInt64>
    let offset: UInt64
  }

  private let path: FilePath
  private let descriptor: FileDescriptor
  private let segments: [Segment]

  /// Opens the file for as long as something is done with it.
  static func reading<Value>(
    _ path: FilePath, _ body: (KernelCore) throws(LiveError) -> Value
  ) throws(LiveError) -> Value {
    let descriptor: FileDescriptor
    do {
      descriptor = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    } catch {
      throw .missing("\(path): cannot be opened: \(error)")
    }
    defer { try? descriptor.close() }
    return try body(try KernelCore(path, descriptor))
  }

  private init(_ path: FilePath, _ descriptor: FileDescriptor) throws(LiveError) {
    self.path = path
    self.descriptor = descriptor
    let header = try Self.bytes(path, descriptor, at: 0, count: 64)
    // 64 bits, little-endian, and headers of segments of the usual size.
    let words = KernelWords(header)
    let entrySize = Int(words.half(54))
    guard Array(header[..<6]) == [0x7F, 0x45, 0x4C, 0x46, 2, 1], entrySize == 56 else {
      throw .kernel("\(path): expected an ELF file of 64 bits")
    }
    let count = Int(words.half(56))
    guard count > 0, let start = Int64(exactly: words[32]) else {
      throw .kernel("\(path): expected segments, found none")
    }
    let table = KernelWords(
      try Self.bytes(path, descriptor, at: start, count: count * entrySize))
    segments = (0..<count).compactMap { index in
      let entry = index * entrySize
      // PT_LOAD
      guard table[entry] & 0xFFFF_FFFF == 1 else { return nil }
      let address = table[entry + 16]
      let (end, isTooLong) = address.addingReportingOverflow(table[entry + 32])
      return isTooLong ? nil : Segment(addresses: address..<end, offset: table[entry + 8])
    }
  }

  /// Bytes at an address of the kernel's, wherever it was put at boot.
  func bytes(at address: UInt64, count: Int) throws(LiveError) -> [UInt8] {
    guard
      let segment = segments.first(where: { $0.addresses.contains(address) }),
      segment.addresses.upperBound - address >= UInt64(count),
      let offset = Int64(exactly: segment.offset &+ (address - segment.addresses.lowerBound))
    else { throw .kernel("\(path): has nothing at 0x\(String(address, radix: 16))") }
    return try Self.bytes(path, descriptor, at: offset, count: count)
  }

  private static func bytes(
    _ path: FilePath, _ descriptor: FileDescriptor, at offset: Int64, count: Int
  ) throws(LiveError) -> [UInt8] {
    // No struct or table is as large.
    guard count <= 16 << 20 else { throw .kernel("\(path): no \(count) bytes are to be read") }
    var bytes: [UInt8] = []
    do {
      while bytes.count < count {
        let piece = try unsafe [UInt8](unsafeUninitializedCapacity: count - bytes.count) {
          room, filled in
          filled = try unsafe descriptor.read(
            fromAbsoluteOffset: offset + Int64(bytes.count),
            into: UnsafeMutableRawBufferPointer(room))
        }
        guard !piece.isEmpty else { break }
        bytes += piece
      }
    } catch {
      throw .kernel("\(path): cannot be read: \(error)")
    }
    guard bytes.count == count else {
      throw .kernel("\(path): ends after \(bytes.count) of \(count) bytes at \(offset)")
    }
    return bytes
  }
}
