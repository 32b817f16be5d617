// SPDX-License-Identifier: MIT

import AutoMovable
public import Cases

extension DivergenceKind {
  /// Finds the first value in which two answers to a query differ, in the order
  /// in which the kernel computes them.
  ///
  /// - Parameter fields: The fields that both implementations fill; in one of
  ///   them the answers differ.
  public init(
    of subject: DecisionAnswer, _ reference: DecisionAnswer, to query: DecisionQuery,
    in fields: DecisionAnswer.FieldSet = .all
  ) {
    let search = Search(subject: subject, reference: reference, query: query, fields: fields)
    self = search.failure ?? search.ofQuery
  }

  fileprivate init(
    _ function: Function, _ test: Test? = nil, _ value: Value, _ change: Change = .number
  ) {
    self.function = function
    self.test = test
    self.value = value
    self.change = change
  }

  fileprivate struct Search {
    let subject: DecisionAnswer
    let reference: DecisionAnswer
    let query: DecisionQuery
    let fields: DecisionAnswer.FieldSet
  }
}

private typealias Kind = DivergenceKind

extension DivergenceKind.Search {
  /// Whether both fill a field and differ in it.
  private func differs(_ field: DecisionAnswer.Field) -> Bool {
    fields.contains(field) && subject[field] != reference[field]
  }

  /// The difference of two outcomes, if they differ.
  private func change(
    _ outcome: (DecisionAnswer) -> Kind.Outcome
  ) -> Kind.Change? {
    let (left, right) = (outcome(subject), outcome(reference))
    return left == right ? nil : .instead(left, of: right)
  }

  /// One of them has no answer.
  fileprivate var failure: Kind? {
    let query = query
    guard subject.result(of: query) == nil || reference.result(of: query) == nil,
      let change = change({ $0.ending(of: query) })
    else { return nil }
    return Kind(function, nil, .result, change)
  }

  /// The function that the query calls.
  private var function: Kind.Function {
    switch query {
    case .canOnlineMovable: .canOnlineMovable
    case .zone: .zoneForRange
    }
  }

  fileprivate var ofQuery: Kind {
    switch query {
    case .canOnlineMovable(_, _, let scope):
      let test: Kind.Test = scope == .system ? .system : .node
      return ofTest(test, from: .testExit) { $0[.result] == 0 }
        ?? Kind(
          .canOnlineMovable, test, .result,
          change { $0[.result] == 0 ? .refused : .allowed } ?? .number)
    case .zone:
      return ofBranch ?? ofChecks ?? ofTests ?? ofLookup ?? ofResult
    }
  }
}

// MARK: The choice of a zone

extension DivergenceKind.Search {
  /// The policies or requests are told apart differently.
  private var ofBranch: Kind? {
    guard differs(.exit) else { return nil }
    return change(\.branch).map { Kind(.zoneForRange, nil, .branch, $0) }
  }

  /// One of them ends before the ratio tests, and the other doesn't there.
  private var ofChecks: Kind? {
    guard fields.contains(.exit) else { return nil }
    let checks: [(OnlineDecision.Reason, Kind.Value)] = [
      (.ratioIsZero, .ratioIsZero), (.groupHasKernelPages, .groupHasKernelPages),
      (.unitHasKernelSection, .unitHasKernelSection),
    ]
    for (reason, value) in checks {
      if let change = change({ $0.reason == reason ? .kernelZone : .goesOn }) {
        return Kind(.autoMovableZone, nil, value, change)
      }
    }
    return nil
  }

  private var ofTests: Kind? {
    if differs(.onlinePages) { return Kind(.autoMovableZone, nil, .onlinePages) }
    if differs(.testedPages) { return Kind(.autoMovableZone, nil, .testedPages) }
    return ofMaking(.systemTest, .testExit)
      ?? ofTest(.system, from: .testExit) { $0.reason == .refusedBySystem }
      ?? ofMaking(.nodeTest, .nodeTestExit)
      ?? ofTest(.node, from: .nodeTestExit) { $0.reason == .refusedByNode }
  }

  /// One of them makes a test, the other doesn't.
  private func ofMaking(_ value: Kind.Value, _ exit: DecisionAnswer.Field) -> Kind? {
    guard differs(exit) else { return nil }
    return change { $0[exit] == 0 ? .notMade : .made }.map {
      Kind(.autoMovableZone, nil, value, $0)
    }
  }

  /// The kernel zone is looked up by another range.
  private var ofLookup: Kind? {
    let values: [(DecisionAnswer.Field, Kind.Value)] = [
      (.kernelLookup, .lookup), (.kernelPFN, .lookupPFN), (.kernelPages, .lookupPages),
    ]
    guard let (field, value) = values.first(where: { differs($0.0) }) else { return nil }
    let change = field == .kernelLookup ? change { $0[field] == 0 ? .notMade : .made } : nil
    return Kind(branchFunction, nil, value, change ?? .number)
  }

  private var ofResult: Kind {
    if differs(.exit) { return Kind(branchFunction, nil, .exit) }
    let zones = change { $0.zone }
    guard differs(.result), let zones else {
      // What is left are numbers that mean nothing.
      return Kind(.zoneForRange, nil, differs(.nid) ? .nid : .result)
    }
    let isLookup = [subject, reference].allSatisfy { $0.zone != .zone(.movable) }
    return Kind(
      isLookup && fields.contains(.exit) ? .defaultKernelZone : branchFunction, nil, .zone, zones)
  }

  /// The function that both have chosen the zone in, as far as they tell.
  private var branchFunction: Kind.Function {
    guard fields.contains(.exit) else { return .zoneForRange }
    return switch subject.branch {
    case .contigZones: .defaultZone
    case .autoMovable: .autoMovableZone
    default: .zoneForRange
    }
  }
}

// MARK: A ratio test

extension DivergenceKind.Search {
  /// The first difference in a ratio test.
  ///
  /// Whether it allowed is told by what came after it rather than by the numbers
  /// compared: the comparison itself may be what is wrong.
  private func ofTest(
    _ test: Kind.Test, from exit: DecisionAnswer.Field, isRefused: (DecisionAnswer) -> Bool
  ) -> Kind? {
    func differs(_ offset: Int) -> Bool {
      DecisionAnswer.Field(rawValue: exit.rawValue + offset).map(self.differs) ?? false
    }
    if differs(1) { return Kind(.accountZone, test, .kernelEarly) }
    if differs(2) { return Kind(.accountZone, test, .movable) }
    if differs(3) { return Kind(.accountGroup, test, .required) }
    if differs(4) { return Kind(.accountGroup, test, .movable) }
    if self.differs(exit) {
      let change = change { $0.isRefusedByRequirement(exit) ? .refused : .allowed }
      return Kind(.canOnlineMovable, test, .requirement, change ?? .number)
    }
    if differs(5) { return Kind(.canOnlineMovable, test, .kernel) }
    if differs(6) { return Kind(.canOnlineMovable, test, .wanted) }
    if differs(7) { return Kind(.canOnlineMovable, test, .limit) }
    guard fields.contains(exit), subject[exit] != 0 else { return nil }
    let value: Kind.Value = subject.isRefusedByRequirement(exit) ? .requirement : .limit
    return change { isRefused($0) ? .refused : .allowed }.map {
      Kind(.canOnlineMovable, test, value, $0)
    }
  }
}

extension DecisionAnswer {
  /// The branch that chose the zone.
  fileprivate var branch: DivergenceKind.Outcome {
    switch reason {
    case .kernelRequested: .onlineKernel
    case .movableRequested: .onlineMovable
    case .contiguousZones: .contigZones
    case nil: .impossible
    default: .autoMovable
    }
  }

  /// The zone, as an outcome.
  fileprivate var zone: DivergenceKind.Outcome {
    UInt8(exactly: self[.result]).flatMap(ZoneType.init).map { .zone($0) } ?? .impossible
  }

  fileprivate func isRefusedByRequirement(_ exit: Field) -> Bool {
    stage(exit) == .requirement
  }

  /// Whether there is an answer to a query, and if not, why.
  fileprivate func ending(of query: DecisionQuery) -> DivergenceKind.Outcome {
    if result(of: query) != nil { return .answer }
    if let crashSignal { return .crash(signal: crashSignal) }
    return self == .withoutZone ? .noZone : .impossible
  }
}
