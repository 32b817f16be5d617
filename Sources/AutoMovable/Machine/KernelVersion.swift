// SPDX-License-Identifier: MIT

/// The kernel whose behaviour is meant, where kernels differ.
///
/// The properties say all that does differ; what each mirrors, and from which
/// release on, is in `docs/kernels.md`.
@frozen
public struct KernelVersion: Hashable, Sendable {
  /// The first number, as 6 in 6.1.
  public let major: UInt16

  /// The second number, as 1 in 6.1. Mirrors `PATCHLEVEL`.
  public let minor: UInt16

  /// Creates a version.
  @inlinable
  public init(_ major: UInt16, _ minor: UInt16) {
    self.major = major
    self.minor = minor
  }
}

extension KernelVersion {
  /// The version that is meant unless another one is said: 6.1.
  @inlinable public static var standard: KernelVersion { KernelVersion(6, 1) }

  /// The first version that has the `auto-movable` policy: 5.15.
  @inlinable public static var first: KernelVersion { KernelVersion(5, 15) }
}

extension KernelVersion: Comparable {
  /// Whether a version was released before another one.
  @inlinable
  public static func < (lhs: KernelVersion, rhs: KernelVersion) -> Bool {
    (lhs.major, lhs.minor) < (rhs.major, rhs.minor)
  }
}

// MARK: Differences

extension KernelVersion {
  /// Whether `t` and `f` begin truth values, as in `true` and `false`. Mirrors
  /// `kstrtobool` since 5.19.
  @inlinable
  public var takesTrueAndFalse: Bool { self >= KernelVersion(5, 19) }

  /// Whether `e` and `d` begin truth values, as in `enabled` and `disabled`.
  /// Mirrors `kstrtobool` since 6.16.
  @inlinable
  public var takesEnabledAndDisabled: Bool { self >= KernelVersion(6, 16) }

  /// Whether memory that can't hold its own map is added without, where it was
  /// refused before; and `memmap_on_memory` takes `force`, and needs a value on
  /// the command line. Mirrors `add_memory_resource` and `set_memmap_mode` since
  /// 6.6.
  @inlinable
  public var addsWithoutOwnMap: Bool { self >= KernelVersion(6, 6) }

  /// Whether memory of several blocks can hold its own map, each block its own,
  /// where only a single block could before. Mirrors
  /// `mhp_supports_memmap_on_memory` since 6.8.
  @inlinable
  public var mapsEachBlock: Bool { self >= KernelVersion(6, 8) }

  /// Whether memory that was offlined to be removed, and can't be, stays
  /// offline without an error, where it was onlined again before. Mirrors
  /// `offline_and_remove_memory_ranges`, since 7.3.
  @inlinable
  public var ignoresFailedRemoval: Bool { self >= KernelVersion(7, 3) }
}

// MARK: Text

extension KernelVersion {
  /// The version of a text such as `6.1`: two numbers in decimal.
  public init?(_ text: Span<UInt8>) {
    guard let end = Self.end(of: text), end == text.count else { return nil }
    self.init(release: text)
  }

  /// The version of what begins with one, as a release does: `6.1.192` or
  /// `6.17.0-rc7`.
  public init?(release text: Span<UInt8>) {
    guard let end = Self.end(of: text) else { return nil }
    var numbers: (UInt16, UInt16) = (0, 0)
    for position in 0..<end {
      guard text[position] != UInt8(ascii: ".") else {
        numbers = (numbers.1, 0)
        continue
      }
      let digit = UInt16(text[position] - UInt8(ascii: "0"))
      numbers.1 = numbers.1 * 10 + digit
    }
    self.init(numbers.0, numbers.1)
  }

  /// Where the two numbers that a text begins with end: none has a 0 before it
  /// or more than four digits.
  private static func end(of text: Span<UInt8>) -> Int? {
    func endOfNumber(from start: Int) -> Int? {
      var end = start
      while end < text.count,
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[end]
      {
        end += 1
      }
      guard 1...4 ~= end - start, end - start == 1 || text[start] != UInt8(ascii: "0")
      else { return nil }
      return end
    }
    guard let point = endOfNumber(from: 0), point < text.count,
      text[point] == UInt8(ascii: ".")
    else { return nil }
    return endOfNumber(from: point + 1)
  }
}

#if !hasFeature(Embedded) || Descriptions
  extension KernelVersion: CustomStringConvertible {
    /// Both numbers, as `6.1`.
    public var description: String { "\(major).\(minor)" }
  }
#endif
