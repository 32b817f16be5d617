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
        automovable plan --boot 4G --virtio-mem 16G --solve ratio
        automovable plan --boot 4G --virtio-mem 16G --sweep ratio=100..800:50
        automovable plan --boot 32G --dax 64G,node=1 --try numa-aware=no
        automovable plan --geometry arm64-64k --boot 8G --virtio-mem 16G
        automovable plan --json my-scenario.json
        ps -o args= -C qemu-system-x86_64 | automovable plan --qemu -
        virsh dumpxml guest | automovable plan --libvirt - --svg guest.svg
        automovable plan --boot 4G --virtio-mem 16G --trace vm.jsonl

      Exit status: 0 done, 64 wrong usage, such as a size that no device has, 65 malformed or \
      unreadable input, devices that can't be on one machine, or none that brings what is \
      solved, 70 internal failure.
      """)

  @OptionGroup(title: "Machine and devices") var options: PlanOptions

  @Option(
    help: ArgumentHelp(
      """
      The machine that a capture's first snapshot or a trace has: boot memory, what the \
      trace plugs, the kernel and its parameters.
      """,
      valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var bootFrom: String?

  @Option(
    help: ArgumentHelp(
      """
      The machine and devices of a QEMU command, as ps, /proc/PID/cmdline or a script has it; \
      '-' is standard input.
      """,
      valueName: "file"),
    completion: .file())
  var qemu: String?

  @Option(
    help: ArgumentHelp(
      "The machine and devices of a libvirt domain, as virsh dumpxml prints it.",
      valueName: "file"),
    completion: .file(extensions: ["xml"]))
  var libvirt: String?

  @Option(
    name: .customLong("solve"),
    help: ArgumentHelp(
      """
      Find the smallest ratio, the largest last device (hotplug) or the smallest boot memory \
      (boot) with which all hotplugged memory is movable.
      """, valueName: "ratio|hotplug|boot"),
    completion: .list(PlanVariable.allCases.map(\.rawValue)),
    transform: { text in
      guard let variable = PlanVariable(rawValue: text) else {
        throw ValidationError("expected ratio, hotplug or boot, found \(text)")
      }
      return variable
    })
  var variables: [PlanVariable] = []

  @Option(
    help: ArgumentHelp(
      """
      What --solve and --try ask for: movable>=90% or movable>=8G. Alone, it asks for the \
      ratio. (default: all)
      """,
      valueName: "goal"),
    transform: { text in try plainly { () throws(PlanError) in try PlanGoal(text) } })
  var want: PlanGoal?

  @Option(
    name: .customLong("try"),
    help: ArgumentHelp(
      "Compare with other settings, as in numa-aware=no or ratio=401,numa-aware=no.",
      valueName: "settings"),
    transform: { text in (text, try plainly { () throws(PlanError) in try PlanChange.list(text) }) }
  )
  var trials: [(name: String, changes: [PlanChange])] = []

  @Option(
    help: ArgumentHelp(
      "Plan with one value after the other, as in ratio=100..800:25 or boot=1G..8G:1G.",
      valueName: "values"),
    transform: { text in try plainly { () throws(PlanError) in try PlanSweep(text) } })
  var sweep: PlanSweep?

  @Flag(help: "Print a JSON object for each scenario.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write what was done as a trace, which evaluate and explain read.",
      valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var trace: String?

  @Option(
    name: .customLong("scenario"),
    help: ArgumentHelp(
      """
      Write the scenario, which plan reads again, and which automovable live can run if it has \
      neither --dax nor --memory.
      """, valueName: "file"),
    completion: .file(extensions: ["json"]))
  var scenarioFile: String?

  @Option(
    help: ArgumentHelp("Write a picture of the blocks, and of a sweep.", valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var svg: String?

  @Option(
    help: ArgumentHelp("Write a page with the picture and the text.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var html: String?

  @Argument(
    help: ArgumentHelp("Scenario files, or directories of them.", valueName: "scenario"),
    completion: .file(extensions: ["json"]))
  var scenarios: [String] = []

  func validate() throws {
    guard variables.count <= 1 else {
      throw ValidationError("--solve: expected once, found \(variables.count) times")
    }
    let sources = [!scenarios.isEmpty, qemu != nil, libvirt != nil].count { $0 }
    guard sources <= 1 else {
      throw ValidationError("expected scenario files, --qemu or --libvirt, not several")
    }
    if sources == 0 {
      guard !options.boot.isEmpty || bootFrom != nil else {
        throw ValidationError(
          "expected --boot SIZE, --boot-from FILE, --qemu FILE, --libvirt FILE or a scenario file")
      }
    } else if !options.boot.isEmpty || options.hasDevices {
      // A mistyped option's value may be taken for the file.
      let file = scenarios.first ?? qemu ?? libvirt ?? ""
      throw ValidationError(
        "expected --boot and devices, or a file that has them, not both; found the file \(file)")
    }
    if scenarioFile != nil {
      // No scenario file says these, so that it would be another machine's.
      let lost = [
        (options.absent != nil, "--absent"), (options.kernel != nil, "--kernel"),
        (options.blockSize != nil, "--block-size"),
      ].filter { $0.0 }.map { $0.1 }
      guard lost.isEmpty else {
        throw ValidationError(
          "--scenario: expected no \(lost.joined(separator: ", ")) beside it, which no scenario "
            + "file has; give it when the file is planned")
      }
    }
    if let geometry = options.geometry, geometry != .x86_64 {
      guard scenarioFile == nil, options.machine == nil else {
        throw ValidationError(
          "--geometry \(geometry.name): expected no --scenario or --machine beside it, as "
            + "scenarios are of x86 machines")
      }
    }
    if bootFrom != nil {
      guard options.boot.isEmpty, options.absent == nil, options.blockSize == nil,
        options.geometry == nil
      else {
        throw ValidationError(
          "--boot-from: expected no --boot, --absent, --block-size or --geometry beside it")
      }
    }
  }

  func run() throws {
    do {
      let inputs = try inputs()
      if inputs.count != 1, [scenarioFile, trace, svg, html].contains(where: { $0 != nil }) {
        throw ValidationError(
          "--scenario, --trace, --svg, --html: expected one scenario, found \(inputs.count)")
      }
      var output = OutputBuffer()
      for (index, input) in inputs.enumerated() {
        if index > 0, !json { try output.print("") }
        do {
          try plan(input, &output)
        } catch let error as PlanError {
          // What options say, no file does.
          guard bootFrom != nil || !["absent", "block-size"].contains(error.subject) else {
            throw ValidationError("--\(error.subject): \(error.message)")
          }
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

  /// A case and what messages call it.
  private struct Input {
    let problem: PlanCase
    let name: String
    /// What was done to its machine before.
    let earlier: Trace?
  }

  private func inputs() throws -> [Input] {
    let bootFile = try bootFrom.map { path throws(InputError) in
      try BootFile(path: path, kernel: options.kernel)
    }
    if bootFile?.earlier != nil, !options.append.isEmpty {
      throw ValidationError(
        "--append: expected none beside a trace with operations, whose machine has booted")
    }
    if bootFile != nil,
      let word = options.kernelArguments.first(where: { BootArgument($0).shapesBootMemory })
    {
      throw ValidationError(
        "--append: expected nothing about boot memory beside --boot-from, found \(word)")
    }
    if !scenarios.isEmpty {
      return try ScenarioCatalog(paths: scenarios).scenarios.map { scenario in
        var scenario = scenario
        options.adjust(&scenario)
        try check(scenario, OptionOrigins())
        return try input(scenario, "\(scenario.name).json", bootFile)
      }
    }
    if let file = qemu ?? libvirt {
      let content = try TextDocument(
        path: FilePath(file),
        atMost: qemu == nil ? JSONDocument.maximumSize : QEMUCommandLine.maximumSize)
      let guest =
        if qemu != nil {
          try QEMUCommandLine(file: content.file, content: content.bytes).guest
        } else {
          try LibvirtDomain(file: content.file, content: content.bytes).guest
        }
      return [try input(guest, content.file, bootFile)]
    }
    var scenario =
      bootFile?.scenario(name: "plan")
      ?? Scenario(name: "plan", nodes: options.boot.map(\.size))
    options.adjust(&scenario)
    let origins = options.addDevices(to: &scenario)
    try check(scenario, origins)
    return [try input(scenario, "plan", bootFile)]
  }

  /// Tells what is wrong with a scenario as wrong usage of the option that it is from.
  private func check(_ scenario: Scenario, _ origins: OptionOrigins) throws {
    guard let problem = scenario.firstProblem else { return }
    throw ValidationError(origins.text(of: problem, in: scenario))
  }

  private func input(
    _ guest: ImportedGuest, _ file: String, _ bootFile: BootFile?
  ) throws -> Input {
    var scenario = guest.scenario
    options.adjust(&scenario)
    try check(scenario, OptionOrigins())
    var boot = options.bootOptions
    if bootFile == nil {
      boot.architecture = try options.geometry ?? Architecture(of: guest, in: file)
      if boot.architecture != .x86_64, scenarioFile != nil || options.machine != nil {
        throw ValidationError(
          "--scenario, --machine: expected a guest of x86_64, found one of "
            + "\(boot.architecture.name)")
      }
    }
    // Known only now: options may say what the guest's description doesn't.
    let remarks = guest.remarks.filter { $0 != .policyTaken || !options.setsPolicy }
    return try input(
      scenario, file, bootFile, boot, remarks: remarks.map { PlanWarning($0) })
  }

  private func input(
    _ scenario: Scenario, _ name: String, _ bootFile: BootFile?,
    _ bootOptions: PlannedBoot.Options? = nil, remarks: [PlanWarning] = []
  ) throws(InputError) -> Input {
    let boot: PlanCase.Boot =
      if let bootFile {
        .known(try bootFile.boot(scenario))
      } else {
        .usual(bootOptions ?? options.bootOptions)
      }
    return Input(
      problem: PlanCase(bootFile?.hosting(scenario) ?? scenario, boot: boot, remarks: remarks),
      name: name, earlier: bootFile?.earlier)
  }

  /// An error of the scenario as one of its file.
  private func located(_ error: PlanError, _ name: String) -> InputError {
    var field = error.subject
    if field == "kernel_arguments" {
      if !options.append.isEmpty {
        field = "--append \(options.append.joined(separator: " "))"
      } else if qemu != nil {
        field = "-append"
      } else if libvirt != nil {
        field = "cmdline"
      }
    }
    return InputError(file: bootFrom ?? name, field: field, message: error.message)
  }

  private func plan(_ input: Input, _ output: inout OutputBuffer) throws {
    var planner = try input.problem.planner(recordsOperations: trace != nil)
    let plan: Plan
    let answers: PlanAnswers
    if json {
      var writer = PlanJSON()
      while let step = try planner.next() {
        writer.write(step, planner, to: &output.json)
        try output.flushIfLarge()
      }
      plan = try Plan(planner)
      answers = try self.answers(input.problem, plan)
      writer.finish(plan, to: &output.json) { answers.write(to: &$0) }
    } else {
      plan = try Plan(planner)
      answers = try self.answers(input.problem, plan)
      output.json.text(PlanText(plan, style: .ofStandardOutput).description)
      output.json.text(answers.text)
    }
    try write(plan, answers, after: input.earlier)
  }

  /// What was asked beyond the plan itself.
  private func answers(_ problem: PlanCase, _ plan: Plan) throws -> PlanAnswers {
    var answers = PlanAnswers(goal: want ?? .all)
    // What is wanted alone asks for the ratio that gives it.
    let asksElse = !trials.isEmpty || sweep != nil
    if let variable = variables.first ?? (want == nil || asksElse ? nil : .ratio) {
      try answers.solve(variable, of: problem)
    }
    try answers.compare(trials, of: problem, plan.planner)
    if let sweep { try answers.take(sweep, of: problem, sweep.points) }
    return answers
  }

  /// Writes the files that are asked for.
  private func write(_ plan: Plan, _ answers: PlanAnswers, after earlier: Trace?) throws {
    let picture = PlanPicture(plan, sweep: answers.sweep)
    if let svg { try WholeFile.write(results: picture.text.utf8, to: svg) }
    if let html {
      let page = PlanPage(plan, picture, answers: answers.text)
      try WholeFile.write(results: page.text.utf8, to: html)
    }
    if let scenarioFile {
      var json = JSONWriter()
      plan.planner.scenario.write(to: &json)
      json.endLine()
      try WholeFile.write(results: json.bytes, to: scenarioFile)
    }
    if let trace {
      var json = JSONWriter()
      plan.trace(after: earlier).write(to: &json)
      try WholeFile.write(results: json.bytes, to: trace)
    }
  }
}

/// Reads an option's value, so that what is wrong is told as wrong usage.
private func plainly<Value>(_ body: () throws(PlanError) -> Value) throws -> Value {
  do throws(PlanError) {
    return try body()
  } catch {
    throw ValidationError(error.description)
  }
}
