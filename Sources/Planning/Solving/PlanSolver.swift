// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios

/// Finds the value of a variable from which on a goal is met, or up to which it is.
///
/// The ratio test is solved for the variable with what all memory comes to. That is
/// the answer, or close to it: several devices round, and take from one another. Plans
/// tell: the answer is one that meets the goal, while the next value doesn't. Where it isn't
/// sure that no value farther on does, many are planned.
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

extension PlanSolver {
  /// What solving for a variable has led to.
  public struct Answer: Hashable, Sendable {
    /// The solution, or `nil` if no value is known that does.
    public let solution: PlanSolution?

    /// Whether it is sure that no smaller value does, or no larger one of a device. If not, many
    /// were planned, but not each.
    public let isExact: Bool
  }

  /// Solves for a variable.
  ///
  /// - Returns: The solution, or `nil` if no value is known that does.
  /// - Throws: If the problem can't be planned as it is.
  public func solve(_ variable: PlanVariable) throws(PlanError) -> PlanSolution? {
    try answer(variable).solution
  }

  /// Solves for a variable, and says how sure the solution is.
  ///
  /// - Throws: If the problem can't be planned as it is.
  public func answer(_ variable: PlanVariable) throws(PlanError) -> Answer {
    let planner = try problem.planned()
    let unit = unit(of: variable, planner)
    let limit = max(variable.limit / unit, 1)
    var search = PlanSearch(
      problem: problem, goal: goal, variable: variable, unit: unit, limit: limit,
      isExact: isMonotone(variable, planner))
    let guess = min(max(guess(variable, planner) / unit, 1), limit)
    let hints = variable == .hotplug ? [ownBytes(planner), neededBytes(planner)] : []
    let guesses = [guess] + hints.map { min(max(($0 + unit - 1) / unit, 1), limit) }
    var solution = search.solve(near: guesses)
    if search.isExact, variable == .boot, !hasOneBlockSize(solution?.value) {
      search.isExact = false
      solution = search.solve(near: guesses)
    }
    return Answer(solution: solution, isExact: search.isExact)
  }

  /// In which steps the variable makes sense: the smallest memory blocks that the machine can
  /// have, or units of the last device.
  private func unit(of variable: PlanVariable, _ planner: Planner) -> UInt64 {
    let geometry = planner.machine.geometry
    switch variable {
    case .ratio: return 1
    case .boot:
      if case .usual(let options) = problem.boot, let size = options.blockSize {
        return size.rawValue
      }
      return geometry.architecture?.firmwareBlockSize ?? geometry.sectionSize
    case .hotplug:
      return lastDevice(planner)?.unitPages.map { $0 * geometry.pageSize } ?? planner.blockBytes
    }
  }

  private func lastDevice(_ planner: Planner) -> PlannedDevice? {
    problem.scenario.lastDevice.flatMap { last in planner.devices.first { $0.id == last.id } }
  }

  /// What the last device has as it is.
  private func ownBytes(_ planner: Planner) -> UInt64 { lastDevice(planner)?.pluggedBytes ?? 0 }

  /// What the last device has to have, as the others are, for so many bytes to be movable.
  private func neededBytes(_ planner: Planner) -> UInt64 {
    guard case .bytes(let bytes) = goal, let id = problem.scenario.lastDevice?.id else { return 0 }
    let own = planner.summary().devices.first { $0.id == id }?.movableBytes ?? 0
    let others = planner.totals.movableBytes - min(own, planner.totals.movableBytes)
    // No size that makes sense is near 2^63.
    return min(bytes - min(bytes, others), 1 << 62)
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
      let others = totals.hotpluggedBytes - min(totals.hotpluggedBytes, ownBytes(planner))
      let room = min(allowed, 1 << 40) * page
      return room - min(room, others + movable * page)
    }
  }
}
