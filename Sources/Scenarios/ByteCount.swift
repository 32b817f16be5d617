// SPDX-License-Identifier: MIT

package import TextFiles

/// A number of bytes, written as a boot parameter is: `134217728`, `0x8000000`,
/// `128M`, `2G`.
public struct ByteCount: RawRepresentable, Hashable, Sendable {
  /// The bytes.
  public let rawValue: UInt64

  /// Creates a count of so many bytes.
  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// Reads decimal digits and, optionally, one of the suffixes K, M, G, T; or
  /// hexadecimal digits behind `0x`.
  ///
  /// - Returns: `nil` if there is anything else, or if the bytes do not fit
  ///   into 64 bits.
  public init?(_ text: some StringProtocol) {
    if text.hasPrefix("0x") {
      let digits = text.dropFirst(2)
      guard digits.utf8.count <= 16, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
        let number = UInt64(digits, radix: 16)
      else { return nil }
      self.rawValue = number
      return
    }
    var digits = text[...]
    var shift: UInt64 = 0
    if let last = digits.last, let index = "KMGT".firstIndex(of: last) {
      shift = 10 * UInt64("KMGT".distance(from: "KMGT".startIndex, to: index) + 1)
      digits = digits.dropLast()
    }
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = UInt64(digits), number <= UInt64.max >> shift
    else { return nil }
    self.rawValue = number << shift
  }

  /// The size of a memory block of the guests, 128 MiB.
  public static let memoryBlock = ByteCount(rawValue: 128 << 20)

  /// The whole MiB of this count.
  public var mebibytes: UInt64 { rawValue >> 20 }
}

extension ByteCount {
  /// The size of a device that can have as much: whole memory blocks of 128 MiB, and
  /// whole blocks of its own.
  package func wholeBlocks(_ block: ByteCount?) -> ByteCount {
    let unit = max(Self.memoryBlock.rawValue, block?.rawValue ?? 0)
    let (sum, overflows) = rawValue.addingReportingOverflow(unit - 1)
    return ByteCount(rawValue: overflows ? rawValue : sum / unit * unit)
  }
}

extension ByteCount: Comparable {
  /// Compares the bytes.
  public static func < (left: ByteCount, right: ByteCount) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension ByteCount: CustomStringConvertible {
  /// The count with the largest suffix that leaves a whole number.
  public var description: String {
    let suffixes = ["", "K", "M", "G", "T"]
    var number = rawValue
    var index = 0
    while number != 0, number.isMultiple(of: 1024), index < suffixes.count - 1 {
      number /= 1024
      index += 1
    }
    return "\(number)\(suffixes[index])"
  }
}

extension ByteCount {
  /// Reads a string such as `"128M"`, or a number of bytes.
  package init(_ reader: inout JSONReader) throws(JSONError) {
    let byte = reader.peek()
    let start = reader.position
    if byte == UInt8(ascii: "\"") {
      if let count = ByteCount(try reader.text()) {
        self = count
        return
      }
    } else if let number = try? reader.integer() as UInt64 {
      self.init(rawValue: number)
      return
    }
    throw reader.expected("a size such as \"128M\" or a number of bytes", at: start)
  }

  /// Writes the number of bytes.
  package func write(to writer: inout JSONWriter) { writer.value(rawValue) }
}
