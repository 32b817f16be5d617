// SPDX-License-Identifier: MIT

import AutoMovable
import Planning
import Reports
import Scenarios
import TextFiles

/// What a page is told: the line that `automovable plan --json` prints, then a line
/// with what the tool says in words. Or one line with what is wrong.
struct PageAnswer {
  private(set) var json = JSONWriter()

  /// The longest answer, in bytes: 32 MiB. The tool prints any.
  private static let longest = 32 << 20
}

extension PageAnswer {
  init(to request: [UInt8]) {
    do throws(InputError) {
      let request = try PageRequest(request)
      do throws(PlanError) {
        try write(request)
      } catch {
        throw InputError(file: "", field: error.subject, message: error.message)
      }
    } catch {
      json = JSONWriter()
      json.beginObject()
      json.name("error")
      json.beginObject()
      json.field("field", error.field)
      json.field("message", error.message.visible)
      json.endObject()
      json.endObject()
      json.endLine()
    }
  }

  private mutating func write(_ request: PageRequest) throws(PlanError) {
    var planner = try request.problem.planner()
    var writer = PlanJSON()
    while let step = try planner.next() {
      writer.write(step, planner, to: &json)
      guard json.bytes.count <= Self.longest else {
        throw PlanError(
          "actions", "more than a page can show by step \(step.number); automovable plan can")
      }
    }
    let plan = try Plan(planner)
    guard let variable = request.solve else {
      writer.finish(plan, to: &json)
      writeWords(of: plan)
      return
    }
    let solution = try PlanSolver(request.problem).solve(variable)
    writer.finish(plan, to: &json) { PlanTables.write(variable, solution, to: &$0) }
    json.beginObject()
    json.field("text", PlanTables.text(of: variable, solution, .all))
    json.endObject()
    json.endLine()
  }

  private mutating func writeWords(of plan: Plan) {
    json.beginObject()
    json.name("block_bytes")
    json.value(plan.planner.blockBytes)
    json.field("text", PlanText(plan).description)
    json.name("letters")
    json.beginList()
    for (letter, meaning) in PlanLayout.letters {
      json.beginObject()
      json.field("letter", String(letter))
      json.field("meaning", meaning)
      json.endObject()
    }
    json.endList()
    json.endObject()
    json.endLine()
  }
}
