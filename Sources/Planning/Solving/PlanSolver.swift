// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios

/// Finds the value of a variable from which on a goal is met, or up to which it is.
///
/// The ratio test is solved for the variable with what all memory comes to. That is
/// the answer, or close to it: several devices round, and take from one another. Plans
/// tell: the answer is one that meets the goal, while the next value doesn't.
public struct PlanSolver: Sendable {
  /// What is to be solved.
  public let problem: PlanCase

  /// What is wanted.
  public let goal: PlanGoal

  /// Creates a solver.
  public init(_ problem: PlanCase, goal: PlanGoal = .all) {
    self.problem = problem
    self.goal = goal
  }
}

/// A value that just meets a goal.
public struct PlanSolution: Hashable, Sendable {
  /// What was solved for.
  public let variable: PlanVariable

  /// The smallest ratio, the smallest boot memory or the largest device that does.
  public let value: UInt64

  /// What hotplugged memory comes to with it.
  public let totals: PlanTotals

  /// The next value, which doesn't do: one less, or of hotplug one unit more. `nil` if
  /// there is none.
  public let neighbour: UInt64?

  /// What hotplugged memory comes to with the neighbour.
  public let neighbourTotals: PlanTotals?

  /// Whether no value is known that doesn't do: the solution is an end of what is planned.
  public var isLimit: Bool { neighbour == nil }
}

extension PlanSolver {
  /// Solves for a variable.
  ///
  /// - Returns: The solution, or `nil` if no value does.
  /// - Throws: If the problem can't be planned as it is.
  public func solve(_ variable: PlanVariable) throws(PlanError) -> PlanSolution? {
    let planner = try problem.planned()
    let unit = unit(of: variable, planner)
    var search = Search(
      problem: problem, goal: goal, variable: variable, unit: unit,
      limit: max(variable.limit / unit, 1))
    let guess = min(max(guess(variable, planner) / unit, 1), search.limit)
    return variable == .hotplug
      ? search.largest(near: guess) : search.smallest(near: guess)
  }

  /// In which steps the variable makes sense: whole memory blocks, or units of the
  /// last device.
  private func unit(of variable: PlanVariable, _ planner: Planner) -> UInt64 {
    guard variable != .ratio else { return 1 }
    guard variable == .hotplug, let id = problem.scenario.lastDevice?.id,
      let pages = planner.devices.first(where: { $0.id == id })?.unitPages
    else { return planner.blockBytes }
    return pages * planner.machine.geometry.pageSize
  }

  /// What the sums suggest.
  private func guess(_ variable: PlanVariable, _ planner: Planner) -> UInt64 {
    let geometry = planner.machine.geometry
    let page = geometry.pageSize
    let totals = planner.totals
    var (boot, movable): (UInt64, UInt64) = (0, planner.earlier.movableBytes / page)
    for node in planner.machine.state.nodes {
      for type in ZoneType.allCases {
        if type == .movable {
          movable += node[type].presentEarlyPages
        } else {
          boot += node[type].presentEarlyPages
        }
      }
    }
    let ratio = UInt64(planner.machine.parameters.policy.autoMovableRatio)
    let wanted = goal.bytes(of: totals) / page + movable
    switch variable {
    case .ratio: return boot == 0 ? 1 : (wanted * 100 + boot - 1) / boot
    case .boot:
      guard ratio > 0, let node = problem.scenario.nodeForBootMemory else { return 0 }
      let needed = min((wanted * 100 + ratio - 1) / ratio, geometry.pageCount)
      let own = problem.scenario.nodes[node].rawValue
      return needed * page > boot * page
        ? own + (needed - boot) * page : own - min(own, (boot - needed) * page)
    case .hotplug:
      let (limit, overflows) = boot.multipliedReportingOverflow(by: ratio)
      let allowed = overflows ? UInt64.max / 100 : limit / 100
      let own = problem.scenario.lastDevice.flatMap { last in
        planner.devices.first { $0.id == last.id }?.pluggedBytes
      }
      let others = totals.hotpluggedBytes - min(totals.hotpluggedBytes, own ?? 0)
      let room = min(allowed, 1 << 40) * page
      return room - min(room, others + movable * page)
    }
  }
}

/// A search among values that starts from a guess, in units.
private struct Search {
  let problem: PlanCase
  let goal: PlanGoal
  let variable: PlanVariable
  let unit: UInt64
  let limit: UInt64

  /// What was planned already.
  private var known: [UInt64: PlanTotals?] = [:]

  init(
    problem: PlanCase, goal: PlanGoal, variable: PlanVariable, unit: UInt64, limit: UInt64
  ) {
    self.problem = problem
    self.goal = goal
    self.variable = variable
    self.unit = unit
    self.limit = limit
  }

  /// What hotplugged memory comes to with a value; `nil` if there is no such machine.
  private mutating func totals(_ value: UInt64) -> PlanTotals? {
    if let totals = known[value] { return totals }
    let totals = try? problem.setting(variable, to: value * unit)?.planned().totals
    known[value] = .some(totals)
    return totals
  }

  private mutating func meets(_ value: UInt64) -> Bool {
    guard let totals = totals(value) else { return false }
    return goal.isMet(by: totals) && totals.movableBytes > 0
  }

  /// The smallest value that meets the goal.
  mutating func smallest(near guess: UInt64) -> PlanSolution? {
    var (below, meeting): (UInt64, UInt64)
    if meets(guess) {
      meeting = guess
      var step: UInt64 = 1
      below = guess - 1
      while meets(below) {
        meeting = below
        guard below > 0 else { return solution(0, neighbour: nil) }
        step *= 2
        below -= min(below, step)
      }
    } else {
      below = guess
      var step: UInt64 = 1
      meeting = min(guess + 1, limit)
      while !meets(meeting) {
        guard meeting < limit else { return nil }
        below = meeting
        step *= 2
        meeting = step < limit - meeting ? meeting + step : limit
      }
    }
    while meeting - below > 1 {
      let middle = below + (meeting - below) / 2
      if meets(middle) { meeting = middle } else { below = middle }
    }
    return solution(meeting, neighbour: below)
  }

  /// The largest value that meets the goal.
  mutating func largest(near guess: UInt64) -> PlanSolution? {
    var (meeting, above): (UInt64, UInt64)
    if meets(guess) {
      meeting = guess
      guard guess < limit else { return solution(guess, neighbour: nil) }
      above = guess + 1
      var step: UInt64 = 1
      while meets(above) {
        meeting = above
        guard above < limit else { return solution(above, neighbour: nil) }
        step *= 2
        above = step < limit - above ? above + step : limit
      }
    } else {
      above = guess
      var step: UInt64 = 1
      meeting = guess - 1
      while meeting > 0, !meets(meeting) {
        above = meeting
        step *= 2
        meeting -= min(meeting, step)
      }
      guard meeting > 0 else {
        // Half-way there may still be some; from 1 on it must hold.
        guard above > 1, meets(1) else { return nil }
        return between(1, above)
      }
    }
    return between(meeting, above)
  }

  private mutating func between(_ meeting: UInt64, _ above: UInt64) -> PlanSolution? {
    var (meeting, above) = (meeting, above)
    while above - meeting > 1 {
      let middle = meeting + (above - meeting) / 2
      if meets(middle) { meeting = middle } else { above = middle }
    }
    return solution(meeting, neighbour: above)
  }

  private mutating func solution(_ value: UInt64, neighbour: UInt64?) -> PlanSolution? {
    guard let totals = totals(value) else { return nil }
    return PlanSolution(
      variable: variable, value: value * unit, totals: totals,
      neighbour: neighbour.map { $0 * unit }, neighbourTotals: neighbour.flatMap { self.totals($0) }
    )
  }
}
