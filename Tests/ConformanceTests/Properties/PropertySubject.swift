// SPDX-License-Identifier: MIT

import AutoMovable

@testable import Cases
@testable import Conformance

/// An implementation that properties are to hold for.
enum PropertySubject: String, CaseIterable, Sendable {
  case swift
  case c

  /// The implementation, ready to be asked.
  func asked() throws(OracleError) -> PropertyOracle {
    switch self {
    case .swift: PropertyOracle(try Implementation.swift.makeOracle())
    case .c: PropertyOracle(try Implementation.c.makeOracle())
    }
  }
}

/// An implementation that is asked question by question.
final class PropertyOracle {
  private let oracle: any Oracle

  init(_ oracle: any Oracle) { self.oracle = oracle }

  /// The answer with all values on the way.
  func answer(_ vector: DecisionVector) throws(OracleError) -> DecisionAnswer {
    var answers: [1 of DecisionAnswer] = [DecisionAnswer()]
    var span = answers.mutableSpan
    try oracle.decide(vector.batch, into: &span)
    return answers[0]
  }

  /// Whether two questions have the same answer, to the last value on the way.
  func answersAlike(
    _ vector: DecisionVector, _ other: DecisionVector
  ) throws(OracleError) -> Bool {
    let first = try answer(vector)
    return first == (try answer(other))
  }

  /// Whether a ratio test allows; or whether memory goes to `ZONE_MOVABLE`.
  func allows(_ vector: DecisionVector) throws(OracleError) -> Bool {
    let result = try answer(vector)[.result]
    switch vector.query {
    case .canOnlineMovable: return result != 0
    case .zone: return result == UInt64(ZoneType.movable.rawValue)
    }
  }
}
