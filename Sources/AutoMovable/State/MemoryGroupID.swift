// SPDX-License-Identifier: MIT

/// The number of a memory group. Mirrors the kernel's `mgid`.
@frozen
public struct MemoryGroupID: RawRepresentable, Hashable, Sendable {
  /// The number, as the kernel's `int`; 0 to 2^31-1 for registered groups.
  public var rawValue: Int32

  /// Creates a group number.
  @inlinable
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// Creates a group number.
  @inlinable
  public init(_ rawValue: Int32) { self.rawValue = rawValue }
}

extension MemoryGroupID: ExpressibleByIntegerLiteral {
  /// Creates a group number from a literal.
  @inlinable
  public init(integerLiteral value: Int32) { self.rawValue = value }
}

extension MemoryGroupID: Comparable {
  /// Compares the numbers.
  @inlinable
  public static func < (lhs: MemoryGroupID, rhs: MemoryGroupID) -> Bool {
    lhs.rawValue < rhs.rawValue
  }
}
