// SPDX-License-Identifier: MIT

import Dispatch
import Planning
import Reports
import Synchronization
import TextFiles

/// What `plan` was asked beyond the plan itself.
struct PlanAnswers {
  let goal: PlanGoal
  var solution: (variable: PlanVariable, found: PlanSolution?)?
  private(set) var trials: [PlanTables.Trial] = []
  var sweep: (sweep: PlanSweep, points: [PlanSweep.Point])?

  init(goal: PlanGoal) { self.goal = goal }

  /// Adds settings that were tried.
  mutating func add(_ name: String, _ planner: Planner) {
    trials.append(
      PlanTables.Trial(
        name: name, summary: planner.summary(), isMet: goal.isMet(by: planner.totals)))
  }
}

extension PlanAnswers {
  /// The answers for people; empty if nothing was asked.
  var text: String {
    var text = ""
    if let solution {
      text += "\n" + PlanTables.text(of: solution.variable, solution.found, goal)
    }
    if !trials.isEmpty { text += "\n" + PlanTables.text(of: trials) }
    if let sweep { text += "\n" + PlanTables.text(of: sweep.sweep, sweep.points) }
    return text
  }

  /// Writes the answers as fields of a plan's object.
  func write(to json: inout JSONWriter) {
    if let solution { PlanTables.write(solution.variable, solution.found, to: &json) }
    if !trials.isEmpty { PlanTables.write(trials, to: &json) }
    if let sweep { PlanTables.write(sweep.sweep, sweep.points, to: &json) }
  }
}

extension PlanSweep {
  /// Plans the case with each value, several at a time.
  func points(of problem: PlanCase) -> [Point] {
    let points = Mutex([Point?](repeating: nil, count: values.count))
    DispatchQueue.concurrentPerform(iterations: values.count) { index in
      let point = point(index, of: problem)
      points.withLock { $0[index] = point }
    }
    return points.withLock { $0.compactMap { $0 } }
  }
}
