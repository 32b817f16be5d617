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
  @inline(__always)
  public mutating func set(_ decision: borrowing OnlineDecision) {
    let lookup = decision.kernelLookup
    choice = SIMD8(
      UInt64(decision.zone.rawValue),
      UInt64(bitPattern: Int64(decision.nodeID.rawValue)),
      UInt64(decision.reason.rawValue),
      lookup == nil ? 0 : 1,
      lookup?.startPFN ?? 0,
      lookup?.pageCount ?? 0,
      decision.onlineMovablePages,
      decision.testedPages)
    test = decision.systemTest.map { Self.words(of: $0) } ?? .zero
    nodeTest = decision.nodeTest.map { Self.words(of: $0) } ?? .zero
  }

  @inline(__always)
  private static func words(of test: borrowing RatioTest) -> SIMD8<UInt64> {
    let (exit, kernelPages, movablePages, limit): (UInt64, UInt64, UInt64, UInt64) =
      switch test.outcome {
      case .refusedByRequirement: (1, 0, 0, 0)
      case .compared(let kernelPages, let movablePages, let limit):
        (2, kernelPages, movablePages, limit)
      }
    return SIMD8(
      exit, test.zones.kernelEarlyPages, test.zones.movablePages,
      test.otherGroups.requiredKernelEarlyPages, test.otherGroups.movablePages,
      kernelPages, movablePages, limit)
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
