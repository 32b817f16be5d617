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
  /// Answers a request.
  ///
  /// - Parameter mostValues: How many values a sweep may have here.
  init(to request: [UInt8], mostValues: Int = PlanSweep.maximumCount) {
    do throws(InputError) {
      let request = try PlanRequest(request)
      if let sweep = request.sweep, sweep.values.count > mostValues {
        throw InputError(
          file: "", field: "sweep",
          message: "expected at most \(mostValues) values here, found \(sweep.values.count); "
            + "automovable plan can")
      }
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
    var answers = PlanAnswers(goal: request.want ?? .all)
    if let variable = request.solve { try answers.solve(variable, of: request.problem) }
    try answers.compare(request.trials, of: request.problem, plan.planner)
    if let sweep = request.sweep {
      try answers.take(sweep, of: request.problem) { problem in
        sweep.values.indices.map { sweep.point($0, of: problem) }
      }
    }
    writer.finish(plan, to: &json) { answers.write(to: &$0) }
    let text = answers.text
    guard !text.isEmpty else { return writeWords(of: plan) }
    json.beginObject()
    json.field("text", String(text.dropFirst()))
    json.endObject()
    json.endLine()
  }

  private mutating func writeWords(of plan: Plan) {
    json.beginObject()
    json.name("block_bytes")
    json.value(plan.planner.blockBytes)
    json.name("page_bytes")
    json.value(plan.planner.machine.geometry.pageSize)
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
