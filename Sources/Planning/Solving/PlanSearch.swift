// SPDX-License-Identifier: MIT

/// A search among values that starts from a guess, in units.
struct PlanSearch {
  let problem: PlanCase
  let goal: PlanGoal
  let variable: PlanVariable
  let unit: UInt64
  let limit: UInt64

  /// Whether values do from one on, or up to one.
  var isExact: Bool

  /// What was planned already.
  private var known: [UInt64: PlanTotals?] = [:]

  init(
    problem: PlanCase, goal: PlanGoal, variable: PlanVariable, unit: UInt64, limit: UInt64,
    isExact: Bool
  ) {
    self.problem = problem
    self.goal = goal
    self.variable = variable
    self.unit = unit
    self.limit = limit
    self.isExact = isExact
  }

  /// What hotplugged memory comes to with a value; `nil` if there is no such machine.
  private mutating func totals(_ value: UInt64) -> PlanTotals? {
    if let totals = known[value] { return totals }
    let totals = try? problem.setting(variable, to: value * unit)?.planned().totals
    known[value] = .some(totals)
    return totals
  }

  private mutating func meets(_ value: UInt64) -> Bool { meets(totals(value)) }

  private func meets(_ totals: PlanTotals?) -> Bool {
    guard let totals else { return false }
    return goal.isMet(by: totals) && totals.movableBytes > 0
  }

  /// Whether a value is beyond another one: smaller, or larger of a device.
  private func isBeyond(_ value: UInt64, _ other: UInt64) -> Bool {
    variable == .hotplug ? value > other : value < other
  }

  /// The value so many units beyond another one, or on this side of it, as far as there is one.
  private func value(_ count: UInt64, beyond: Bool, _ value: UInt64) -> UInt64 {
    if beyond == (variable == .hotplug) { return count < limit - value ? value + count : limit }
    let first: UInt64 = variable == .hotplug ? 1 : 0
    return count < value - first ? value - count : first
  }

  /// The outermost value that meets the goal, as far as that can be told.
  ///
  /// - Parameter guesses: What may be near it, the best one first.
  mutating func solve(near guesses: [UInt64]) -> PlanSolution? {
    let start = isExact ? bracket(guesses[0]) : outermostBracket(guesses)
    guard var (meeting, failing) = start else { return nil }
    while let end = failing {
      let (low, high) = (min(meeting, end), max(meeting, end))
      guard high - low > 1 else { break }
      let middle = low + (high - low) / 2
      if meets(middle) { meeting = middle } else { failing = middle }
    }
    if !isExact { meeting = outermost(from: meeting) }
    guard let totals = totals(meeting) else { return nil }
    let neighbour = value(1, beyond: true, meeting)
    let exception = isExact ? nil : exception(to: meeting)
    return PlanSolution(
      variable: variable, value: meeting * unit, totals: totals,
      neighbour: neighbour == meeting ? nil : neighbour * unit,
      neighbourTotals: neighbour == meeting ? nil : self.totals(neighbour),
      exception: exception.map { $0 * unit },
      exceptionTotals: exception.flatMap { self.totals($0) })
  }

  /// A value that meets the goal, and one beyond it that doesn't, if there is one.
  private mutating func bracket(_ guess: UInt64) -> (meeting: UInt64, failing: UInt64?)? {
    let isMet = meets(guess)
    var (value, step): (UInt64, UInt64) = (guess, 1)
    while true {
      let next = self.value(step, beyond: isMet, value)
      guard next != value else { return isMet ? (value, nil) : nil }
      if meets(next) != isMet { return isMet ? (value, next) : (next, value) }
      value = next
      step *= 2
    }
  }

  /// The same where values on both sides may meet the goal or not: the outermost of many.
  private mutating func outermostBracket(
    _ guesses: [UInt64]
  ) -> (meeting: UInt64, failing: UInt64?)? {
    // From the end inwards: always the outermost value that wasn't looked at.
    var failing = value(limit, beyond: true, guesses[0])
    if meets(failing) { return (failing, nil) }
    while true {
      var next = value(limit, beyond: false, failing)
      guard next != failing else { return nil }
      for guess in guesses {
        var step: UInt64 = 1
        while step <= limit {
          for other in [value(step, beyond: true, guess), value(step, beyond: false, guess), guess]
          where isBeyond(failing, other) && isBeyond(other, next) {
            next = other
          }
          step *= 2
        }
      }
      if meets(next) { return (next, failing) }
      failing = next
    }
  }

  /// The outermost value that meets the goal, where none of the next ones beyond does.
  private mutating func outermost(from value: UInt64) -> UInt64 {
    var (meeting, last) = (value, value)
    let window = self.window(at: value)
    var rest = window
    while rest > 0 {
      let next = self.value(1, beyond: true, last)
      guard next != last else { break }
      last = next
      rest -= 1
      if meets(next) { (meeting, rest) = (next, window) }
    }
    return meeting
  }

  /// How many values beyond a solution are planned: more than the blocks and units of several
  /// devices have in common, but fewer where a plan is long.
  private mutating func window(at value: UInt64) -> Int {
    let blocks = (totals(value)?.hotpluggedBytes ?? 0) >> 27
    return Int(min(max((1 << 20) / max(blocks, 1), 16), 64))
  }

  /// The first known value on this side of a solution that doesn't meet the goal. Where so many
  /// bytes are wanted, a device that is too small for them is none.
  private func exception(to solution: UInt64) -> UInt64? {
    var exception: UInt64?
    for (value, totals) in known where isBeyond(solution, value) {
      guard let totals, !meets(totals), totals.movableBytes < totals.hotpluggedBytes else {
        continue
      }
      if exception.map({ isBeyond(value, $0) }) ?? true { exception = value }
    }
    return exception
  }
}
