// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import Cases
import Planning
import Reports
import Scenarios
import SystemPackage
import TextFiles

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Tell what memory a machine will get: which of it movable, and why.",
    discussion: """
      Takes a machine and its devices, as options or as scenario files of `automovable live`, \
      and does to a model of the machine what the kernel's drivers would do. Prints where \
      each device's memory blocks go, what can be unplugged again, what the first kernel \
      block is and why, and what to look out for.

      Examples:

        automovable plan --boot 1G --virtio-mem 15G --ratio 101
        automovable plan --boot 4G --boot 4G --dimm 4x8G,node=1
        automovable plan --boot 128G --dax 512G,node=1 --numa-aware no
        automovable plan --json my-scenario.json
        automovable plan --boot 4G --virtio-mem 16G --trace vm.jsonl

      Exit status: 0 done, 64 wrong usage, 65 malformed or unreadable input, or a machine \
      that can't be, 70 internal failure.
      """)

  @OptionGroup(title: "Machine and devices") var options: PlanOptions

  @Option(
    help: ArgumentHelp(
      "Boot memory as a capture's first snapshot or a trace's machine has it.",
      valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var bootFrom: String?

  @Flag(help: "Print a JSON object for each scenario.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write what was done as a trace, which evaluate, verify and explain read.",
      valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var trace: String?

  @Option(
    name: .customLong("scenario"),
    help: ArgumentHelp(
      "Write the scenario, which automovable live can run.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var scenarioFile: String?

  @Argument(
    help: ArgumentHelp("Scenario files, or directories of them.", valueName: "scenario"),
    completion: .file(extensions: ["json"]))
  var scenarios: [String] = []

  func validate() throws {
    if scenarios.isEmpty {
      guard !options.boot.isEmpty || bootFrom != nil else {
        throw ValidationError("expected --boot SIZE, --boot-from FILE or a scenario file")
      }
    } else if !options.boot.isEmpty || options.hasDevices {
      throw ValidationError("expected --boot and devices, or scenario files, not both")
    }
    if bootFrom != nil {
      guard options.boot.isEmpty, options.absent == nil, options.blockSize == nil else {
        throw ValidationError("--boot-from: expected no --boot, --absent or --block-size beside it")
      }
    }
  }

  func run() throws {
    do {
      let inputs = try inputs()
      if scenarioFile != nil || trace != nil, inputs.count != 1 {
        throw ValidationError("--scenario and --trace: expected one scenario")
      }
      var output = OutputBuffer()
      for (index, input) in inputs.enumerated() {
        if index > 0, !json { try output.print("") }
        do {
          try plan(input, &output)
        } catch let error as PlanError {
          throw located(error, input.name)
        }
      }
      try output.flush()
    } catch let error as ValidationError {
      throw error
    } catch is OutputBuffer.Closed {
    } catch {
      throw ExitCode.reporting(error)
    }
  }

  /// A scenario and the machine that it begins with.
  private struct Input {
    let scenario: Scenario
    let boot: PlannedBoot
    /// What messages name.
    let name: String
  }

  private func inputs() throws -> [Input] {
    let bootFile = try bootFrom.map { path throws(InputError) in try BootFile(path: path) }
    if !scenarios.isEmpty {
      return try ScenarioCatalog(paths: scenarios).scenarios.map { scenario in
        var scenario = scenario
        options.adjust(&scenario)
        return try input(scenario, "\(scenario.name).json", bootFile)
      }
    }
    var scenario =
      bootFile?.scenario(name: "plan") ?? Scenario(name: "plan", nodes: options.boot)
    options.adjust(&scenario)
    options.addDevices(to: &scenario)
    if let problem = scenario.validate() { throw ValidationError(problem) }
    return [try input(scenario, "plan", bootFile)]
  }

  private func input(
    _ scenario: Scenario, _ name: String, _ bootFile: BootFile?
  ) throws -> Input {
    do throws(PlanError) {
      let boot =
        if let bootFile {
          bootFile.boot(scenario, kernel: options.kernel)
        } else {
          try PlannedBoot(scenario, options.bootOptions())
        }
      return Input(scenario: scenario, boot: boot, name: name)
    } catch {
      throw located(error, name)
    }
  }

  /// An error of the scenario as one of its file.
  private func located(_ error: PlanError, _ name: String) -> InputError {
    InputError(file: bootFrom ?? name, field: error.subject, message: error.message)
  }

  private func plan(_ input: Input, _ output: inout OutputBuffer) throws {
    var planner = try Planner(
      input.scenario, boot: input.boot, recordsOperations: trace != nil)
    let plan: Plan
    if json {
      var writer = PlanJSON()
      while let step = try planner.next() {
        writer.write(step, planner, to: &output.json)
        try output.flushIfLarge()
      }
      plan = try Plan(planner)
      writer.finish(plan, to: &output.json)
    } else {
      plan = try Plan(planner)
      output.json.text(PlanText(plan, style: .ofStandardOutput).description)
    }
    try write(plan)
  }

  /// Writes the files that are asked for.
  private func write(_ plan: Plan) throws {
    if let scenarioFile {
      var json = JSONWriter()
      plan.planner.scenario.write(to: &json)
      json.endLine()
      try write(json.bytes, to: scenarioFile)
    }
    if let trace {
      var json = JSONWriter()
      plan.trace.write(to: &json)
      try write(json.bytes, to: trace)
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    do throws(Errno) {
      try WholeFile.write(bytes, to: FilePath(path))
    } catch {
      throw OutputBuffer.Failure(file: path, errno: error)
    }
  }
}
