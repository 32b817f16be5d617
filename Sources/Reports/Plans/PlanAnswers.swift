// SPDX-License-Identifier: MIT

public import Planning
public import TextFiles

/// What was asked beyond a plan itself, and the answers.
public struct PlanAnswers {
  private let goal: PlanGoal
  private var solution: (variable: PlanVariable, answer: PlanSolver.Answer)?
  private var bootNode: PlanTables.BootNode?
  private var trials: [PlanTables.Trial] = []

  /// The sweep, if one was asked for, with a point for each value.
  public private(set) var sweep: (sweep: PlanSweep, points: [PlanSweep.Point])?

  /// Creates answers to nothing yet.
  ///
  /// - Parameter goal: What is wanted of hotplugged memory.
  public init(goal: PlanGoal) { self.goal = goal }
}

extension PlanAnswers {
  /// Solves a case for a variable.
  ///
  /// - Throws: If the case can't be planned as it is, or no device brings memory.
  public mutating func solve(
    _ variable: PlanVariable, of problem: PlanCase
  ) throws(PlanError) {
    guard problem.hasDevice else {
      throw PlanError("solve", "expected a device that brings memory")
    }
    if let obstacle = problem.obstacle(to: variable) {
      throw PlanError("solve", "\(variable.rawValue): \(obstacle)")
    }
    bootNode = PlanTables.BootNode(of: problem)
    solution = (variable, try PlanSolver(problem, goal: goal).answer(variable))
  }

  /// Tries other settings, beside the plan as it is.
  ///
  /// - Parameters:
  ///   - settings: Each with its name.
  ///   - problem: The case.
  ///   - planner: The case, planned.
  /// - Throws: If there is nothing that could have a setting, or no plan with it.
  public mutating func compare(
    _ settings: [(name: String, changes: [PlanChange])], of problem: PlanCase, _ planner: Planner
  ) throws(PlanError) {
    guard !settings.isEmpty else { return }
    bootNode = PlanTables.BootNode(of: problem)
    add("as it is", planner)
    for (name, changes) in settings {
      let changed: PlanCase
      do throws(PlanError) {
        changed = try problem.changing(changes)
      } catch {
        // As it was written, not as it was read.
        throw PlanError(name, error.message)
      }
      add(name, try changed.planned())
    }
  }

  private mutating func add(_ name: String, _ planner: Planner) {
    trials.append(
      PlanTables.Trial(
        name: name, summary: planner.summary(), isMet: goal.isMet(by: planner.totals)))
  }

  /// Takes a sweep of a case with its points.
  ///
  /// - Parameter points: Plans the case with each value.
  /// - Throws: If there is nothing that could have the values.
  public mutating func take(
    _ sweep: PlanSweep, of problem: PlanCase, _ points: (PlanCase) -> [PlanSweep.Point]
  ) throws(PlanError) {
    if let obstacle = problem.obstacle(to: sweep.variable) {
      throw PlanError("sweep", "\(sweep.variable.rawValue): \(obstacle)")
    }
    bootNode = PlanTables.BootNode(of: problem)
    self.sweep = (sweep, points(problem))
  }
}

extension PlanAnswers {
  /// The answers for people, each after an empty line; empty if nothing was asked.
  public var text: String {
    var text = ""
    if let solution {
      text += "\n" + PlanTables.text(of: solution.variable, bootNode, solution.answer, goal)
    }
    if !trials.isEmpty { text += "\n" + PlanTables.text(of: trials, bootNode) }
    if let sweep { text += "\n" + PlanTables.text(of: sweep.sweep, bootNode, sweep.points) }
    return text
  }

  /// Writes the answers as fields of a plan's object.
  public func write(to json: inout JSONWriter) {
    if let solution { PlanTables.write(solution.variable, bootNode, solution.answer, to: &json) }
    if !trials.isEmpty { PlanTables.write(trials, to: &json) }
    if let sweep { PlanTables.write(sweep.sweep, bootNode, sweep.points, to: &json) }
  }
}
