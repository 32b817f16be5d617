// SPDX-License-Identifier: MIT

import AutoMovable
import Planning
import Reports
import Scenarios
import TextFiles

/// What a program or a page is told: the lines that `automovable plan --json` prints, then
/// a line with what the tool says in words. Or one line with what is wrong.
struct PlanAnswer {
  private(set) var json = JSONWriter()

  /// Whether the answer is what is wrong with the request.
  private(set) var isError = false

  /// The longest answer, in bytes: 32 MiB. The tool prints any.
  private static let longest = 32 << 20
}

extension PlanAnswer {
  init(to request: [UInt8]) {
    do throws(InputError) {
      let request = try PlanRequest(request)
      do throws(PlanError) {
        try write(request)
      } catch {
        throw InputError(file: "", field: error.subject, message: error.message)
      }
    } catch {
      isError = true
      json = JSONWriter()
      json.write(error)
    }
  }

  private mutating func write(_ request: PlanRequest) throws(PlanError) {
    var planner = try request.problem.planner()
    var writer = PlanJSON()
    while let step = try planner.next() {
      writer.write(step, planner, to: &json)
      guard json.bytes.count <= Self.longest else {
        throw PlanError(
          "actions", "more than 32 MiB to show by step \(step.number); automovable plan can")
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

extension JSONWriter {
  /// Writes a line with what is wrong.
  mutating func write(_ error: InputError) {
    beginObject()
    name("error")
    beginObject()
    field("field", error.field)
    field("message", error.message.visible)
    endObject()
    endObject()
    endLine()
  }
}
