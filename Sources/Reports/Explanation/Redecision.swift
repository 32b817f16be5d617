// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// A case that the Swift core decides again, with something else in it.
///
/// Whatever an explanation names as a remedy is found this way, so that it holds
/// where numbers wrap, too.
struct Redecision {
  let vector: DecisionVector

  /// Whether memory would become movable after a change.
  func isMovable(_ change: (inout DecisionVector) -> Void = { _ in }) -> Bool {
    switch result(change) {
    case .canOnlineMovable(let isAllowed): isAllowed
    case .zone(let zone, _): zone == .movable
    case nil: false
    }
  }

  /// The result after a change; `nil` if the case's group isn't registered.
  func result(_ change: (inout DecisionVector) -> Void = { _ in }) -> DecisionResult? {
    var vector = vector
    change(&vector)
    switch vector.query {
    case .canOnlineMovable(let pages, let groupID, let scope):
      let test = try? vector.state.ratioTest(
        adding: pages, groupID: groupID, in: scope, policy: vector.policy)
      return test.map { .canOnlineMovable($0.isAllowed) }
    case .zone(let range, let onlineType, let nodeID, let groupID):
      let decision = try? vector.state.onlineDecision(
        for: range, onlineType: onlineType, nodeID: nodeID, groupID: groupID,
        policy: vector.policy)
      return decision.map { .zone($0.zone, $0.nodeID) }
    }
  }

  /// The smallest number found above another one with which memory becomes
  /// movable, while it doesn't with one less; `nil` if none is found.
  ///
  /// - Parameters:
  ///   - start: A number with which it doesn't become movable.
  ///   - limit: The largest number tried.
  ///   - change: Puts a number in its place.
  func smallest(
    above start: UInt64, to limit: UInt64,
    _ change: (inout DecisionVector, UInt64) -> Void
  ) -> UInt64? {
    var (lower, step) = (start, 1 as UInt64)
    // Steps double until a number is large enough, and then are halved.
    while true {
      guard lower < limit else { return nil }
      let next = lower + min(step, limit - lower)
      guard !isMovable({ change(&$0, next) }) else {
        return between(lower, next, change)
      }
      lower = next
      step = step < 1 << 62 ? step * 2 : step
    }
  }

  private func between(
    _ lower: UInt64, _ upper: UInt64, _ change: (inout DecisionVector, UInt64) -> Void
  ) -> UInt64 {
    var (lower, upper) = (lower, upper)
    while upper - lower > 1 {
      let middle = lower + (upper - lower) / 2
      if isMovable({ change(&$0, middle) }) { upper = middle } else { lower = middle }
    }
    return upper
  }
}
