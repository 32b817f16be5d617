// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios

/// What a user says about a range of memory, as `0x100000000-0x13fffffff=dimm` or
/// `4G+1G=virtio-mem`.
public struct MemoryClaim: Hashable, Sendable {
  /// What the memory is of.
  public enum Owner: Hashable, Sendable {
    /// It was there at boot.
    case boot
    /// A device came with it.
    case device(MemoryDevice.Kind)
  }

  /// The addresses.
  public let addresses: ClosedRange<UInt64>

  /// Whose they are.
  public let owner: Owner

  /// The granularity of a virtio-mem device, in bytes, if it is said.
  public let deviceBlockSize: UInt64?

  /// Reads a claim, or `nil` if it isn't one.
  ///
  /// The range is START-END, both in hexadecimal and as `/proc/iomem` has them, or
  /// START+SIZE. The owner is `boot`, `dimm`, `dax`, `other` or `virtio-mem`, the last
  /// perhaps with the device's block size: `virtio-mem:256M`.
  public init?(_ text: String) {
    let sides = text.split(separator: "=", omittingEmptySubsequences: false)
    guard sides.count == 2, let addresses = Self.addresses(sides[0]) else { return nil }
    self.addresses = addresses
    let words = sides[1].split(separator: ":", omittingEmptySubsequences: false)
    var blockSize: UInt64?
    if words.count == 2, words[0] == "virtio-mem" {
      guard let size = ByteCount(words[1]), size.rawValue & (size.rawValue &- 1) == 0,
        size.rawValue > 0
      else { return nil }
      blockSize = size.rawValue
    } else if words.count != 1 {
      return nil
    }
    deviceBlockSize = blockSize
    if words[0] == "boot" {
      owner = .boot
    } else if let kind = MemoryDevice.Kind(rawValue: String(words[0])) {
      owner = .device(kind)
    } else {
      return nil
    }
  }

  private static func addresses(_ text: some StringProtocol) -> ClosedRange<UInt64>? {
    let first: UInt64
    let count: UInt64
    if let plus = text.firstIndex(of: "+") {
      guard let start = address(text[..<plus]),
        let length = ByteCount(text[text.index(after: plus)...])
      else { return nil }
      (first, count) = (start, length.rawValue)
    } else {
      let ends = text.split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count == 2, let start = address(ends[0]), let last = address(ends[1]),
        start <= last, last < .max
      else { return nil }
      (first, count) = (start, last - start + 1)
    }
    // No kernel has smaller pages.
    let (size, most) = (Geometry.pageSizes.lowerBound, Geometry.addressCount)
    guard first % size == 0, count % size == 0, count > 0, first < most, count <= most - first
    else { return nil }
    return first...first + count - 1
  }

  private static func address(_ text: some StringProtocol) -> UInt64? {
    guard text.hasPrefix("0x") else { return ByteCount(text)?.rawValue }
    let digits = text.dropFirst(2)
    return digits.first?.isHexDigit == true ? UInt64(digits, radix: 16) : nil
  }
}
