// SPDX-License-Identifier: MIT

public import AutoMovable

extension DecisionAnswer {
  /// Flattens a ratio test of the core.
  @inline(__always)
  public init(_ test: borrowing RatioTest) {
    self.init()
    self[.result] = test.isAllowed ? 1 : 0
    setTest(test, at: .testExit)
  }

  /// Flattens a decision of the core.
  @inline(__always)
  public init(_ decision: borrowing OnlineDecision) {
    self.init()
    self[.result] = UInt64(decision.zone.rawValue)
    self[.nid] = UInt64(bitPattern: Int64(decision.nodeID.rawValue))
    self[.exit] = UInt64(decision.reason.rawValue)
    if let lookup = decision.kernelLookup {
      self[.kernelLookup] = 1
      self[.kernelPFN] = lookup.startPFN
      self[.kernelPages] = lookup.pageCount
    }
    self[.onlinePages] = decision.onlineMovablePages
    self[.testedPages] = decision.testedPages
    if let test = decision.systemTest { setTest(test, at: .testExit) }
    if let test = decision.nodeTest { setTest(test, at: .nodeTestExit) }
  }

  @inline(__always)
  private mutating func setTest(_ test: borrowing RatioTest, at first: Field) {
    let base = first.rawValue
    words[base + 1] = test.zones.kernelEarlyPages
    words[base + 2] = test.zones.movablePages
    words[base + 3] = test.otherGroups.requiredKernelEarlyPages
    words[base + 4] = test.otherGroups.movablePages
    switch test.outcome {
    case .refusedByRequirement:
      words[base] = 1
    case .compared(let kernelPages, let movablePages, let limit):
      words[base] = 2
      words[base + 5] = kernelPages
      words[base + 6] = movablePages
      words[base + 7] = limit
    }
  }
}

extension DecisionAnswer {
  /// The result of the answer to a query, or `nil` if no kernel could give it.
  public func result(of query: DecisionQuery) -> DecisionResult? {
    switch query {
    case .canOnlineMovable:
      return .canOnlineMovable(self[.result] != 0)
    case .zone:
      guard let index = UInt8(exactly: self[.result]),
        let zone = ZoneType(rawValue: index),
        let nodeID = Int32(exactly: Int64(bitPattern: self[.nid]))
      else { return nil }
      return .zone(zone, NodeID(nodeID))
    }
  }
}
