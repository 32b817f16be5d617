// SPDX-License-Identifier: MIT

public import AutoMovable

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
  public mutating func set(_ test: borrowing RatioTest) {
    choice = .zero
    choice[0] = test.isAllowed ? 1 : 0
    self.test = Self.words(of: test)
    nodeTest = .zero
  }

  /// Flattens a decision of the core, in place.
  // By what the record stores: a test that wasn't made has no numbers, and
  // nothing predicts which of random cases have one.
  @inline(__always)
  public mutating func set(_ decision: borrowing OnlineDecision) {
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

extension DecisionAnswer {
  /// Why the zone was chosen, or `nil` if the word means nothing.
  package var reason: OnlineDecision.Reason? { .init(word: self[.exit]) }

  /// How the test ended whose exit is in a field, or `nil` if the word means
  /// nothing.
  package func stage(_ exit: Field) -> RatioTest.Stage? {
    UInt8(exactly: self[exit]).flatMap(RatioTest.Stage.init)
  }
}

extension OnlineDecision.Reason {
  /// The reason that a word of an answer means, if it means one.
  package init?(word: UInt64) {
    guard let number = UInt8(exactly: word) else { return nil }
    self.init(rawValue: number)
  }
}

extension DecisionAnswer {
  /// The result of the answer to a query, or `nil` if no kernel could give it.
  public func result(of query: DecisionQuery) -> DecisionResult? {
    switch query {
    case .canOnlineMovable:
      guard self[.result] <= 1 else { return nil }
      return .canOnlineMovable(self[.result] == 1)
    case .zone:
      guard let index = UInt8(exactly: self[.result]),
        let zone = ZoneType(rawValue: index),
        let nodeID = Int32(exactly: Int64(bitPattern: self[.nid]))
      else { return nil }
      return .zone(zone, NodeID(nodeID))
    }
  }
}
