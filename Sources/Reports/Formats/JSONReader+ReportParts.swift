// SPDX-License-Identifier: MIT

import Cases
import Conformance
import TextFiles

// The parts of a report that are counts and names.

extension JSONReader {
  /// Reads the object `shard`.
  mutating func shard() throws(JSONError) -> Shard {
    var (index, count): (UInt64?, UInt64?)
    var fields = try JSONFields<ShardField>(&self)
    while let field = try fields.next(&self) {
      switch field {
      case .index: index = try integer(in: 1...UInt64(Int32.max))
      case .count: count = try integer(in: 1...UInt64(Int32.max))
      }
    }
    let number = try fields.require(index, .index)
    guard
      let shard = Shard(index: Int(number), of: Int(try fields.require(count, .count)))
    else {
      throw invalid(
        "\(number), expected no more than count", at: fields.offset(of: .index, in: self))
    }
    return shard
  }

  /// Reads an implementation.
  mutating func implementation() throws(JSONError) -> Implementation {
    var (name, origin): (String?, String?)
    var answered = DecisionAnswer.FieldSet.all
    var gaps: [String] = []
    var judgesHistories = false
    var fields = try JSONFields<ImplementationField>(&self)
    while let field = try fields.next(&self) {
      switch field {
      case .name: name = try text()
      case .origin: origin = try text()
      // In words what `fields` says.
      case .tells: _ = try string()
      case .fields:
        answered = []
        for field in try list({ reader throws(JSONError) in try reader.answerField() }) {
          answered.insert(DecisionAnswer.FieldSet(field))
        }
      case .judgesHistories: judgesHistories = try boolean()
      case .silentOn: gaps = try list { reader throws(JSONError) in try reader.text() }
      }
    }
    return .reported(
      name: try fields.require(name, .name),
      origin: try fields.require(origin, .origin), fields: answered, gaps: gaps,
      judgesHistories: judgesHistories)
  }

  /// Reads the name of an answer's field.
  mutating func answerField() throws(JSONError) -> DecisionAnswer.Field {
    _ = peek()
    let start = position
    let name = try text()
    guard let field = DecisionAnswer.Field.allCases.first(where: { "\($0.name)" == name })
    else { throw expected("a value of an answer", at: start) }
    return field
  }

  /// Reads an element of `sources`.
  mutating func source() throws(JSONError) -> DifferentialReport.Source {
    var (name, cases, declared, all): (String?, UInt64?, UInt64?, UInt64?)
    var fields = try JSONFields<SourceField>(&self)
    while let field = try fields.next(&self) {
      switch field {
      case .name: name = try text()
      case .cases: cases = try integer()
      case .declaredCases: declared = try integer()
      case .allCases: all = try integer()
      }
    }
    let source = DifferentialReport.Source(
      name: try fields.require(name, .name),
      size: try fields.require(all, .allCases),
      declaredCases: try fields.require(declared, .declaredCases),
      cases: try fields.require(cases, .cases))
    guard source.cases <= source.declaredCases, source.declaredCases <= source.size else {
      throw invalid("more cases than there are", at: fields.start)
    }
    return source
  }

  /// Reads the list `strategies`.
  mutating func tallies() throws(JSONError) -> [Strategy: Tally] {
    var tallies: [Strategy: Tally] = [:]
    var isFirst = true
    try beginList()
    while try nextElement(&isFirst) {
      _ = peek()
      let start = position
      let (strategy, tally) = try strategyTally()
      guard tallies.updateValue(tally, forKey: strategy) == nil else {
        throw invalid("\(strategy) is given twice", at: start)
      }
    }
    return tallies
  }

  private mutating func strategyTally() throws(JSONError) -> (Strategy, Tally) {
    var strategy: Strategy?
    var tally = Tally()
    var fields = try JSONFields<StrategyField>(&self)
    while let field = try fields.next(&self) {
      switch field {
      case .name: strategy = try self.strategy()
      case .cases: tally.cases = try integer()
      case .divergentCases: tally.divergences = try integer()
      case .declinedCases: tally.declined = try integer()
      case .judgedOperations: tally.judgedOperations = try integer()
      case .outcomes: try readOutcomes(into: &tally)
      case .margins: try readMargins(into: &tally)
      }
    }
    for field in StrategyField.required where !fields.contains(field) {
      throw fields.missing(field)
    }
    guard tally.isPossible else {
      throw invalid(
        "outcomes, margins or divergences of more cases than there are", at: fields.start)
    }
    return (try fields.require(strategy, .name), tally)
  }

  /// Reads a strategy's name.
  mutating func strategy() throws(JSONError) -> Strategy {
    _ = peek()
    let start = position
    guard let strategy = Strategy(name: try text()) else {
      throw expected("a strategy", at: start)
    }
    return strategy
  }

  private mutating func readOutcomes(into tally: inout Tally) throws(JSONError) {
    var seen: Set<Tally.Outcome> = []
    try members { reader, name, start throws(JSONError) in
      guard let outcome = Tally.Outcome.allCases.first(where: { reader.equals(name, $0.name) })
      else { throw reader.expected("an outcome", at: start) }
      guard seen.insert(outcome).inserted else { throw reader.invalid("given twice", at: start) }
      tally.outcomes[outcome.rawValue] = try reader.integer()
    }
  }

  private mutating func readMargins(into tally: inout Tally) throws(JSONError) {
    var isFirst = true
    try beginList()
    while try nextElement(&isFirst) {
      var (side, from, to, cases): (String?, UInt64?, UInt64?, UInt64?)
      var fields = try JSONFields<MarginField>(&self)
      while let field = try fields.next(&self) {
        switch field {
        case .side: side = try text()
        case .from: from = try integer()
        case .to: to = try integer()
        case .cases: cases = try integer()
        }
      }
      let bucket = MarginBucket.all.first {
        $0.side.rawValue == side && $0.distances.lowerBound == from
          && $0.distances.upperBound == to
      }
      guard let bucket, tally.margins[bucket.index] == 0 else {
        throw invalid("no distance, or one that is given twice", at: fields.start)
      }
      tally.margins[bucket.index] = try fields.require(cases, .cases)
    }
  }

  /// Reads the object `timing`: how long a run took, and on how many threads.
  mutating func timing() throws(JSONError) -> (elapsed: Duration, jobs: Int) {
    var (elapsed, jobs): (UInt64, UInt64) = (0, 1)
    var fields = try JSONFields<TimingField>(&self)
    while let field = try fields.next(&self) {
      switch field {
      case .elapsed: elapsed = try integer(in: 0...UInt64(Int64.max))
      case .jobs: jobs = try integer(in: 1...UInt64(Int32.max))
      case .rate: if !null() { _ = try integer() }
      }
    }
    return (.nanoseconds(Int64(elapsed)), Int(jobs))
  }
}

private enum ShardField: UInt8, JSONName {
  case index, count

  var name: StaticString {
    switch self {
    case .index: "index"
    case .count: "count"
    }
  }
}

private enum ImplementationField: UInt8, JSONName {
  case name, origin, tells, fields, judgesHistories, silentOn

  var name: StaticString {
    switch self {
    case .name: "name"
    case .origin: "origin"
    case .tells: "tells"
    case .fields: "fields"
    case .judgesHistories: "judges_histories"
    case .silentOn: "silent_on"
    }
  }
}

private enum SourceField: UInt8, JSONName {
  case name, cases, declaredCases, allCases

  var name: StaticString {
    switch self {
    case .name: "name"
    case .cases: "cases"
    case .declaredCases: "declared_cases"
    case .allCases: "all_cases"
    }
  }
}

private enum StrategyField: UInt8, JSONName {
  case name, cases, divergentCases, declinedCases, judgedOperations, outcomes, margins

  var name: StaticString {
    switch self {
    case .name: "name"
    case .cases: "cases"
    case .divergentCases: "divergent_cases"
    case .declinedCases: "declined_cases"
    case .judgedOperations: "judged_operations"
    case .outcomes: "outcomes"
    case .margins: "margins"
    }
  }

  static let required: [StrategyField] = [
    .cases, .divergentCases, .declinedCases, .outcomes, .margins,
  ]
}

private enum MarginField: UInt8, JSONName {
  case side, from, to, cases

  var name: StaticString {
    switch self {
    case .side: "side"
    case .from: "from"
    case .to: "to"
    case .cases: "cases"
    }
  }
}

private enum TimingField: UInt8, JSONName {
  case elapsed, jobs, rate

  var name: StaticString {
    switch self {
    case .elapsed: "elapsed_ns"
    case .jobs: "jobs"
    case .rate: "cases_per_second"
    }
  }
}
