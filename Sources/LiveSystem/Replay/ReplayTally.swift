// SPDX-License-Identifier: MIT

/// How many things were compared, and how many of them differ.
public struct ReplayTally: Hashable, Sendable {
  /// The comparisons.
  public private(set) var count = 0

  /// Those that differ.
  public private(set) var differing = 0

  /// Those that agree.
  public var agreeing: Int { count - differing }

  mutating func add(isEqual: Bool) {
    count += 1
    if !isEqual { differing += 1 }
  }
}
