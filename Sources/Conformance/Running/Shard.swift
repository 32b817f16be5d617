// SPDX-License-Identifier: MIT

/// A part of a run: one of several that cover each case once.
public struct Shard: Hashable, Sendable {
  /// Which part, counted from 1.
  public let index: Int

  /// How many parts there are.
  public let count: Int

  /// All of it.
  public static let whole = Shard(uncheckedIndex: 1, of: 1)

  private init(uncheckedIndex index: Int, of count: Int) {
    self.index = index
    self.count = count
  }

  /// Creates the shard `index` of `count`; `nil` unless `index` is in
  /// `1...count`.
  public init?(index: Int, of count: Int) {
    guard count >= 1, 1...count ~= index else { return nil }
    self.init(uncheckedIndex: index, of: count)
  }

  /// Creates a shard from a text like `2/8`.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1])
    else { return nil }
    self.init(index: index, of: count)
  }
}

extension Shard: CustomStringConvertible {
  /// The text that it can be read from again, like `2/8`.
  public var description: String { "\(index)/\(count)" }
}

extension Shard {
  /// The shard's share of items that are numbered from 0.
  public func range(of itemCount: UInt64) -> Range<UInt64> {
    bound(index - 1, itemCount)..<bound(index, itemCount)
  }

  private func bound(_ part: Int, _ itemCount: UInt64) -> UInt64 {
    // floor(itemCount * part / count) without overflow.
    let product = itemCount.multipliedFullWidth(by: UInt64(part))
    return UInt64(count).dividingFullWidth(product).quotient
  }
}
