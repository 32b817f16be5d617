// SPDX-License-Identifier: MIT

import AutoMovable
import Planning
import Scenarios
import TextFiles

/// A case that a page wants to have planned: a scenario as a file has it, and what
/// `automovable plan` takes as options.
struct PlanRequest {
  let problem: PlanCase

  /// What is to be solved for, if anything.
  let solve: PlanVariable?
}

extension PlanRequest {
  private enum Field: UInt8, JSONName {
    case name, scenario, kernel, geometry, blockSize, absentPages, solve

    var name: StaticString {
      switch self {
      case .name: "name"
      case .scenario: "scenario"
      case .kernel: "kernel"
      case .geometry: "geometry"
      case .blockSize: "block_size"
      case .absentPages: "absent"
      case .solve: "solve"
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
    var solve: PlanVariable?
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
        case .solve: solve = try reader.name(SolveName.self).variable
        }
      }
      return try fields.require(content, .scenario, in: reader)
    }
    let scenario = try Scenario(path: name + ".json", content: Array(text[content]))
    problem = PlanCase(scenario, boot: .usual(options))
    self.solve = solve
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
