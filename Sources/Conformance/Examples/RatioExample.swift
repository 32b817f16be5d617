// SPDX-License-Identifier: MIT

public import AutoMovable

/// A worked case of the ratio test: a machine, the sums that come of it by
/// hand, and the answer.
public struct RatioExample: Sendable {
  /// The number of the case, from 1.
  public let number: Int

  /// What the case shows.
  public let name: String

  /// The ratio in percent.
  public let ratio: UInt32

  /// What is summed over.
  public let scope: RatioTest.Scope

  /// The pages to online.
  public let pages: UInt64

  /// The machine.
  public let state: MemoryState

  /// The group that the pages belong to.
  public let groupID: MemoryGroupID?

  /// What the machine adds up to.
  public let sums: Sums

  /// The answer.
  public let isAllowed: Bool

  /// The sums of a case, in pages modulo 2^64.
  public struct Sums: Hashable, Sendable {
    /// Boot memory in kernel zones; `kernel_early_pages`.
    public let early: UInt64
    /// Memory in `ZONE_MOVABLE`; `movable_pages`.
    public let movable: UInt64
    /// What other dynamic groups need of the boot memory.
    public let required: UInt64
    /// The movable memory of other dynamic groups.
    public let groupMovable: UInt64
  }
}

extension RatioExample {
  /// The case as a vector.
  public var vector: DecisionVector {
    let digits = number < 10 ? "0\(number)" : "\(number)"
    return DecisionVector(
      id: "worked-ratio-tests-\(digits)",
      policy: Policy(onlinePolicy: .autoMovable, autoMovableRatio: ratio),
      state: state,
      query: .canOnlineMovable(pages: pages, groupID: groupID, scope: scope),
      expect: .canOnlineMovable(isAllowed),
      note: name)
  }
}
