// SPDX-License-Identifier: MIT

package import AutoMovable

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
