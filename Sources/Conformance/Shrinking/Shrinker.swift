// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// Makes diverging cases smaller while they still diverge in the same way.
///
/// Every step lowers a cost, so shrinking ends; and it is a function of the
/// case and the two implementations, so it repeats.
struct Shrinker {
  private var pair: OraclePair

  /// The evaluations left; a bound for implementations on which shrinking
  /// makes slow progress.
  private var budget = 50_000

  /// The kind of divergence to keep, so that one mistake isn't taken for
  /// another; `nil` as long as any will do.
  private var kind: DivergenceKind?

  private let inHand: WorkInHand

  init(_ pair: OraclePair, _ inHand: WorkInHand = WorkInHand()) {
    self.pair = pair
    self.inHand = inHand
  }

  /// The smallest vector found that diverges as one does that is to be shrunk.
  mutating func shrink(_ vector: DecisionVector) throws(OracleError) -> DecisionVector {
    kind = try divergence(of: vector)
    guard kind != nil else { return vector }
    var best = vector
    var bestCost = best.cost
    var hasProgress = true
    while hasProgress, budget > 0 {
      hasProgress = false
      for step in Step.allCases {
        // A step's candidates come from the vector as it was before the step;
        // those that no longer fit are dropped by the cost or by `apply`.
        var index = 0
        while let candidate = step.candidate(index, of: best), budget > 0 {
          index += 1
          guard let candidate, candidate.cost < bestCost,
            let smaller = try diverging(candidate, like: best, below: bestCost)
          else { continue }
          best = smaller
          bestCost = best.cost
          hasProgress = true
          // The list of candidates is another one now; what was behind this
          // position has moved to it.
          index -= 1
        }
      }
    }
    return best
  }

  /// A candidate if it diverges, or else the candidate with its comparisons
  /// set as far apart as they were in `vector`, if that does.
  private mutating func diverging(
    _ candidate: DecisionVector, like vector: DecisionVector, below cost: Int
  ) throws(OracleError) -> DecisionVector? {
    if try diverges(candidate) { return candidate }
    for settled in try settlings(of: candidate, like: vector)
    where settled.cost < cost {
      if try diverges(settled) { return settled }
    }
    return nil
  }

  /// Whether a vector diverges, and in the way that is to be kept.
  mutating func diverges(_ vector: DecisionVector) throws(OracleError) -> Bool {
    guard let found = try divergence(of: vector) else { return false }
    return kind == nil || found == kind
  }

  private mutating func divergence(
    of vector: DecisionVector
  ) throws(OracleError) -> DivergenceKind? {
    budget -= 1
    inHand.ask()
    try pair.decide(vector.batch)
    return pair.divergence(on: vector.query)
  }

  /// Inputs of which all other values that are tried diverge likewise.
  mutating func irrelevantInputs(
    of vector: DecisionVector
  ) throws(OracleError) -> [String] {
    var paths: [String] = []
    for input in VectorInput.all(of: vector) {
      let value = input.value(in: vector)
      var tried = 0
      var isIrrelevant = true
      for other in [value &+ 1, 0, 1, 12345, 1 << 20, 1 << 63] where other != value {
        guard let candidate = input.setting(other, in: vector) else { continue }
        tried += 1
        guard try diverges(candidate) else {
          isIrrelevant = false
          break
        }
      }
      if isIrrelevant, tried > 1 { paths.append(input.path(in: vector)) }
    }
    return paths
  }
}

// MARK: Keeping comparisons where they are

extension Shrinker {
  /// Changes to a candidate that keep the distances of both comparisons.
  ///
  /// A divergence at exact equality doesn't survive the change of a single
  /// number; with the distance restored by another number it does.
  private func settlings(
    of candidate: DecisionVector, like vector: DecisionVector
  ) throws(OracleError) -> [DecisionVector] {
    guard let before = vector.lastTest else { return [] }
    var result: [DecisionVector] = []
    if let margin = before.margin,
      let settled = candidate.settlingMargin(margin)
    {
      result.append(settled)
    }
    if let settled = candidate.settlingSurplus(before.surplus) {
      result.append(settled)
      if let margin = before.margin, let both = settled.settlingMargin(margin) {
        result.append(both)
      }
    }
    return result
  }
}

extension RatioTest {
  /// The limit less the movable memory, modulo 2^64, if they were compared.
  fileprivate var margin: UInt64? {
    guard case .compared(_, let movablePages, let limit) = outcome else {
      return nil
    }
    return limit &- movablePages
  }

  /// The boot memory less the requirement, modulo 2^64.
  fileprivate var surplus: UInt64 {
    zones.kernelEarlyPages &- otherGroups.requiredKernelEarlyPages
  }
}

extension DecisionVector {
  /// The last ratio test of the case, or one that stands in for it if the case
  /// is settled without; `nil` if its group isn't registered. The Swift core
  /// serves as a ruler here; whether a vector diverges is for the oracles to say.
  fileprivate var lastTest: RatioTest? {
    switch query {
    case .canOnlineMovable(let pages, let groupID, let scope):
      return try? state.ratioTest(
        adding: pages, groupID: groupID, in: scope, policy: policy)
    case .zone(let range, let onlineType, let nodeID, let groupID):
      let decision = try? state.onlineDecision(
        for: range, onlineType: onlineType, nodeID: nodeID, groupID: groupID,
        policy: policy)
      return try? decision?.nodeTest ?? decision?.systemTest
        ?? state.ratioTest(
          adding: range.pageCount, groupID: groupID, in: .system, policy: policy)
    }
  }

  /// The vector with movable memory changed for a margin.
  fileprivate func settlingMargin(_ margin: UInt64) -> DecisionVector? {
    guard let current = lastTest?.margin, current != margin else { return nil }
    let change = current &- margin
    if case .canOnlineMovable(let pages, _, _) = query {
      return VectorInput.pageCount.setting(pages &+ change, in: self)
    }
    guard let node = movableNode else { return nil }
    var vector = self
    vector.state.nodes[node].zones[3].presentPages &+= change
    return vector
  }

  /// The vector with boot memory changed for a surplus.
  fileprivate func settlingSurplus(_ surplus: UInt64) -> DecisionVector? {
    guard let current = lastTest?.surplus, current != surplus else { return nil }
    for node in state.nodes.indices {
      for type in 0..<3 where state.nodes[node].zones[type].isPopulated {
        var vector = self
        vector.state.nodes[node].zones[type].presentEarlyPages &+= surplus &- current
        return vector
      }
    }
    return nil
  }

  /// The first node with movable memory.
  private var movableNode: Int? {
    state.nodes.firstIndex { $0.zones[3].isPopulated }
  }
}
