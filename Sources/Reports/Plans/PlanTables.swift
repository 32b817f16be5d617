// SPDX-License-Identifier: MIT

import AutoMovable
public import Planning
import Scenarios
public import TextFiles

/// What several plans come to, side by side.
public struct PlanTables {
  /// Settings that were tried, with the plans that they give.
  public struct Trial {
    /// The settings, as they were given.
    public let name: String
    /// The plan's summary.
    public let summary: PlanSummary
    /// Whether the goal is met.
    public let isMet: Bool

    /// Creates a row.
    public init(name: String, summary: PlanSummary, isMet: Bool) {
      self.name = name
      self.summary = summary
      self.isMet = isMet
    }
  }

  /// The node whose boot memory varies, on a machine that has several.
  public struct BootNode {
    /// Its number.
    public let number: Int

    /// Creates it; `nil` if there is one node alone, or none that varies.
    public init?(of problem: PlanCase) {
      guard problem.scenario.nodes.count > 1, let node = problem.bootNode else { return nil }
      number = node
    }
  }
}

// MARK: Text

extension PlanTables {
  /// A table of settings.
  public static func text(of trials: [Trial], _ node: BootNode?) -> String {
    var table = TextTable(["with", "movable", "kernel", "offline", "would do", "layout"])
    for trial in trials {
      let layouts = trial.summary.devices.map { "\($0.layout)" }.joined(separator: " | ")
      let setsBoot = trial.name.split(separator: ",").contains { $0.hasPrefix("boot=") }
      table.add([
        trial.name + (setsBoot ? PlanVariable.boot.words(of: node) : ""),
        PlanText.size(trial.summary.movableBytes), PlanText.size(trial.summary.kernelBytes),
        PlanText.size(trial.summary.offlineBytes),
        trial.isMet ? "yes" : "no",
        layouts.count > 80 ? String(layouts.prefix(77)) + "..." : layouts,
      ])
    }
    return table.description
  }

  /// A table of a sweep, with a bar that is movable to its left.
  public static func text(
    of sweep: PlanSweep, _ node: BootNode?, _ points: [PlanSweep.Point]
  ) -> String {
    let name = sweep.variable.rawValue + sweep.variable.words(of: node)
    var table = TextTable([name, "movable", "kernel", "offline", "movable part"])
    for point in points {
      let value = sweep.variable.text(point.value)
      guard let totals = point.totals else {
        table.add([value, "no such machine", "", "", ""])
        continue
      }
      let width = 40
      let all = totals.hotpluggedBytes
      let filled =
        all == 0 ? 0 : Int(totals.movableBytes / (1 << 20) * UInt64(width) / (all / (1 << 20)))
      let bar =
        String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
      table.add([
        value, PlanText.size(totals.movableBytes), PlanText.size(totals.kernelBytes),
        PlanText.size(totals.offlineBytes), bar,
      ])
    }
    return table.description
  }

  /// What was found for a goal, in a sentence or two.
  public static func text(
    of variable: PlanVariable, _ node: BootNode?, _ answer: PlanSolver.Answer, _ goal: PlanGoal
  ) -> String {
    let words = variable.words + variable.words(of: node)
    guard let solution = answer.solution else {
      return answer.isExact
        ? "No \(words) \(goal.words).\n" : "No \(words) was found that \(goal.words).\n"
    }
    let value = text(of: variable, solution.value)
    guard !solution.isLimit else {
      // The smallest or largest that there is isn't an answer: all others do as well, if that is
      // sure.
      switch variable {
      case .ratio, .boot:
        return answer.isExact
          ? "Any \(words) \(goal.words), even \(value).\n"
          : "The smallest \(words) that there is, \(value), \(goal.words).\n"
      case .hotplug:
        return answer.isExact
          ? "No last device is too large: one of \(value), the most that is planned, still "
            + "\(goal.words).\n"
          : "A last device of \(value), the most that is planned, \(goal.words).\n"
      }
    }
    let found = answer.isExact ? "" : " found"
    var text =
      "The \(variable == .hotplug ? "largest last device" : "smallest " + words)\(found) "
      + "that \(goal.words): \(value)."
    if let neighbour = solution.neighbour, let totals = solution.neighbourTotals {
      text += " With \(Self.text(of: variable, neighbour)), \(Self.rest(totals))."
    }
    if let exception = solution.exception, let totals = solution.exceptionTotals {
      text +=
        " Not every \(variable == .hotplug ? "smaller" : "larger") one does: with "
        + "\(Self.text(of: variable, exception)), \(Self.rest(totals))."
    }
    return text + "\n"
  }

  private static func text(of variable: PlanVariable, _ value: UInt64) -> String {
    variable == .ratio ? "\(value) %" : PlanText.size(value)
  }

  /// What isn't movable.
  private static func rest(_ totals: PlanTotals) -> String {
    "\(PlanText.size(totals.kernelBytes)) are kernel memory"
      + (totals.offlineBytes > 0 ? " and \(PlanText.size(totals.offlineBytes)) stay offline" : "")
  }
}

extension PlanVariable {
  fileprivate var words: String {
    switch self {
    case .ratio: "ratio"
    case .hotplug: "size of the last device"
    case .boot: "boot memory"
    }
  }

  /// Whose it is, where that isn't clear.
  fileprivate func words(of node: PlanTables.BootNode?) -> String {
    guard self == .boot, let node else { return "" }
    return " of node \(node.number)"
  }
}

extension PlanGoal {
  fileprivate var words: String {
    switch self {
    case .all: "leaves all hotplugged memory movable"
    case .percent(let percent): "leaves \(percent) % of it movable"
    case .bytes(let bytes): "leaves \(PlanText.size(bytes)) movable"
    }
  }
}

// MARK: JSON

extension PlanTables {
  /// Writes the field `solve`.
  public static func write(
    _ variable: PlanVariable, _ node: BootNode?, _ answer: PlanSolver.Answer,
    to json: inout JSONWriter
  ) {
    let solution = answer.solution
    json.name("solve")
    json.beginObject()
    switch variable {
    case .ratio: json.name("ratio")
    case .hotplug: json.name("hotplug_bytes")
    case .boot: json.name("boot_bytes")
    }
    if let solution {
      json.value(solution.value)
    } else {
      json.null()
    }
    json.write(node, of: variable)
    if solution?.isLimit == true {
      json.name("limit")
      json.value(true)
    }
    if !answer.isExact {
      json.name("exact")
      json.value(false)
    }
    json.endObject()
  }

  /// Writes the field `try`.
  public static func write(_ trials: [Trial], to json: inout JSONWriter) {
    json.name("try")
    json.beginList()
    for trial in trials {
      json.beginObject()
      json.name("with")
      json.value(trial.name)
      json.write(
        movable: trial.summary.movableBytes, kernel: trial.summary.kernelBytes,
        offline: trial.summary.offlineBytes)
      json.name("would_do")
      json.value(trial.isMet)
      json.endObject()
    }
    json.endList()
  }

  /// Writes the field `sweep`.
  public static func write(
    _ sweep: PlanSweep, _ node: BootNode?, _ points: [PlanSweep.Point],
    to json: inout JSONWriter
  ) {
    json.name("sweep")
    json.beginList()
    for point in points {
      json.beginObject()
      json.name(sweep.variable == .ratio ? "ratio" : sweep.variable.rawValue + "_bytes")
      json.value(point.value)
      json.write(node, of: sweep.variable)
      if let totals = point.totals {
        json.write(
          movable: totals.movableBytes, kernel: totals.kernelBytes, offline: totals.offlineBytes)
      }
      json.endObject()
    }
    json.endList()
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ node: PlanTables.BootNode?, of variable: PlanVariable) {
    guard variable == .boot, let node else { return }
    name("node")
    value(UInt64(node.number))
  }

  fileprivate mutating func write(movable: UInt64, kernel: UInt64, offline: UInt64) {
    name("movable_bytes")
    value(movable)
    name("kernel_bytes")
    value(kernel)
    name("offline_bytes")
    value(offline)
  }
}
