// SPDX-License-Identifier: MIT

public import AutoMovable
public import Cases

// In the module of the oracles, which call this for every case: nothing is inlined from
// another one.
extension DecisionAnswer {
  /// Flattens a ratio test of the core.
  public init(_ test: borrowing RatioTest) {
    self.init()
    set(test)
  }

  /// Flattens a decision of the core.
  public init(_ decision: borrowing OnlineDecision) {
    self.init()
    set(decision)
  }

  /// Flattens a ratio test of the core, in place.
  @inline(__always)
  mutating func set(_ test: borrowing RatioTest) {
    choice = .zero
    choice[0] = test.isAllowed ? 1 : 0
    self.test = Self.words(of: test)
    nodeTest = .zero
  }

  /// Flattens a decision of the core, in place.
  // By what the record stores: a test that wasn't made has no numbers, and
  // nothing predicts which of random cases have one.
  @inline(__always)
  mutating func set(_ decision: borrowing OnlineDecision) {
    let isLookedUp: UInt64 = decision.kernelLookup == nil ? 0 : 1
    choice = SIMD8(
      UInt64(decision.zone.rawValue),
      UInt64(bitPattern: Int64(decision.nodeID.rawValue)),
      UInt64(decision.reason.rawValue),
      isLookedUp,
      decision.lookup.startPFN & (0 &- isLookedUp),
      decision.lookup.pageCount & (0 &- isLookedUp),
      decision.onlineMovablePages,
      decision.testedPages)
    test = Self.words(of: decision.storedSystemTest)
    nodeTest = Self.words(of: decision.storedNodeTest)
  }

  @inline(__always)
  private static func words(of test: borrowing RatioTest) -> SIMD8<UInt64> {
    SIMD8(
      UInt64(test.stage.rawValue),
      test.zones.kernelEarlyPages, test.zones.movablePages,
      test.otherGroups.requiredKernelEarlyPages, test.otherGroups.movablePages,
      test.kernelPages, test.movablePages, test.limit)
  }
}
