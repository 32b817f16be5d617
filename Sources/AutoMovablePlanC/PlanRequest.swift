// SPDX-License-Identifier: MIT

import AutoMovable
import Planning
import Scenarios
import TextFiles

/// A case that a page wants to have planned: a scenario as a file has it, and what
/// `automovable plan` takes as options.
struct PlanRequest {
  let problem: PlanCase

  /// What is wanted of hotplugged memory, if it is said.
  private(set) var want: PlanGoal?

  /// What is to be solved for, if anything.
  private(set) var solve: PlanVariable?

  /// Other settings to be tried, each with its text.
  private(set) var trials: [(name: String, changes: [PlanChange])] = []

  /// Values to be planned one after the other, if any.
  private(set) var sweep: PlanSweep?
}

extension PlanRequest {
  private enum Field: UInt8, JSONName {
    case name, scenario, kernel, geometry, blockSize, absentPages, want, solve, trials, sweep

    var name: StaticString {
      switch self {
      case .name: "name"
      case .scenario: "scenario"
      case .kernel: "kernel"
      case .geometry: "geometry"
      case .blockSize: "block_size"
      case .absentPages: "absent"
      case .want: "want"
      case .solve: "solve"
      case .trials: "try"
      case .sweep: "sweep"
      }
    }
  }

  private enum SolveName: UInt8, JSONName {
    case ratio, hotplug, boot

    var name: StaticString {
      switch self {
      case .ratio: "ratio"
      case .hotplug: "hotplug"
      case .boot: "boot"
      }
    }

    var variable: PlanVariable {
      switch self {
      case .ratio: .ratio
      case .hotplug: .hotplug
      case .boot: .boot
      }
    }
  }

  /// Reads a request.
  ///
  /// - Throws: What is wrong, with its field: of the scenario, or of the request.
  init(_ text: [UInt8]) throws(InputError) {
    var name = "plan"
    var (want, solve, sweep): (PlanGoal?, PlanVariable?, PlanSweep?)
    var trials: [(name: String, changes: [PlanChange])] = []
    var options = PlannedBoot.Options()
    let content = try JSONDocument(file: "", text).decode { reader throws(JSONError) in
      var content: Range<Int>?
      var fields = try JSONFields<Field>(&reader)
      while let field = try fields.next(&reader) {
        switch field {
        case .name: name = try reader.text()
        case .scenario:
          _ = reader.peek()
          let start = reader.position
          try reader.skipValue()
          content = start..<reader.position
        case .kernel: options.kernel = try KernelVersion(&reader)
        case .geometry: options.architecture = try Architecture(&reader)
        case .blockSize: options.blockSize = try ByteCount(&reader)
        case .absentPages: options.absentPages = try reader.integer()
        case .want: want = try reader.planText { text throws(PlanError) in try PlanGoal(text) }
        case .solve: solve = try reader.name(SolveName.self).variable
        case .trials:
          trials = try reader.list { reader throws(JSONError) in
            try reader.planText { text throws(PlanError) in (text, try PlanChange.list(text)) }
          }
        case .sweep:
          sweep = try reader.planText { text throws(PlanError) in try PlanSweep(text) }
        }
      }
      return try fields.require(content, .scenario)
    }
    let scenario = try Scenario(path: name + ".json", content: Array(text[content]))
    problem = PlanCase(scenario, boot: .usual(options))
    self.want = want
    // As the tool does: what is wanted is asked of the ratio, unless something else is.
    self.solve = solve ?? (want == nil || !trials.isEmpty || sweep != nil ? nil : .ratio)
    self.trials = trials
    self.sweep = sweep
  }
}

extension JSONReader {
  /// Reads a text as the tool's option of that name has it.
  fileprivate mutating func planText<Value>(
    _ read: (String) throws(PlanError) -> Value
  ) throws(JSONError) -> Value {
    _ = peek()
    let start = position
    let text = try self.text()
    do throws(PlanError) {
      return try read(text)
    } catch {
      throw invalid(error.message, at: start)
    }
  }
}

extension KernelVersion {
  fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
    _ = reader.peek()
    let start = reader.position
    let text = try reader.text()
    guard let version = KernelVersion(Array(text.utf8).span), version >= .first else {
      throw reader.expected(
        "a version such as \"6.1\", from \(KernelVersion.first) on", at: start)
    }
    self = version
  }
}

extension Architecture {
  fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
    _ = reader.peek()
    let start = reader.position
    let text = try reader.text()
    guard let architecture = Self(name: text) else {
      throw reader.expected("one of \(Self.names.joined(separator: ", "))", at: start)
    }
    self = architecture
  }
}
