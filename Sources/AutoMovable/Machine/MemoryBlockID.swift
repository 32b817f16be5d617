// SPDX-License-Identifier: MIT

/// The number of a memory block: its first page frame number divided by the
/// pages of a block. It is the N of `/sys/devices/system/memory/memoryN`.
@frozen
public struct MemoryBlockID: RawRepresentable, Hashable, Sendable {
  /// The number.
  public var rawValue: UInt64

  /// Creates a block's number.
  @inlinable
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Creates a block's number.
  @inlinable
  public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

extension MemoryBlockID: ExpressibleByIntegerLiteral {
  /// Creates a block number from a literal.
  @inlinable
  public init(integerLiteral value: UInt64) { self.rawValue = value }
}

extension MemoryBlockID: Comparable {
  /// Compares the numbers.
  @inlinable
  public static func < (lhs: MemoryBlockID, rhs: MemoryBlockID) -> Bool {
    lhs.rawValue < rhs.rawValue
  }
}
