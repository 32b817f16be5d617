// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import LiveSystem
internal import Scenarios
internal import TextFiles

/// Captures what a real kernel does, under QEMU.
struct LiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "live",
    abstract: "Capture what a real kernel does, under QEMU.",
    discussion: """
      Each scenario boots a machine of its own, resizes virtio-mem devices, plugs DIMMs, \
      writes parameters and block states, and records after every action what the kernel \
      decided: a capture, NAME.jsonl, that `automovable replay` reads. One line a step goes \
      to standard error.

      Examples:

        automovable live --list
        automovable live --scenarios my.json --output captures
        automovable live --only s10 --kernel bzImage

      Exit status: 0 all captures were made; 64 wrong usage; 65 a scenario file is wrong; \
      69 QEMU, a kernel or busybox is missing; 70 a machine failed; 130 interrupted.
      """)

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp(
      "Scenario files, or directories of them.", valueName: "path"))
  var scenarios: [String] = ["Vectors/scenarios"]

  @Option(name: .long, help: "Run only the scenarios with these names.")
  var only: [String] = []

  @Option(name: .shortAndLong, help: "The directory for the captures.")
  var output: String = "out/live"

  @Option(
    name: .long,
    help: ArgumentHelp(
      """
      The kernel: a bzImage, the directory in which a linux-image package is unpacked, or \
      the one in which a kernel was built.
      """, valueName: "path"))
  var kernel: String = ".build-live/kernel"

  @Option(
    name: .long,
    help: ArgumentHelp(
      """
      The directory of the kernel's modules; without it they are sought beside the kernel \
      as in a package, and a bzImage on its own has everything built in.
      """, valueName: "directory"))
  var modules: String?

  @Option(name: .long, help: "The program that emulates the machine.")
  var qemu: String = "qemu-system-x86_64"

  @Option(name: .long, help: "A statically linked busybox.")
  var busybox: String = "/bin/busybox"

  @Option(
    name: .long,
    help: ArgumentHelp(
      """
      A directory whose files the guest has as well. Its shell script at-start runs before the \
      first action, at-end after the last; what at-end prints becomes files below NAME.guest.
      """, valueName: "directory"))
  var guest: String?

  @Option(
    name: .long, help: "How guest code is run: tcg or kvm.",
    transform: { name in
      guard let accelerator = LiveHost.Accelerator(rawValue: name) else {
        throw ValidationError("expected tcg or kvm")
      }
      return accelerator
    })
  var accel: LiveHost.Accelerator = .tcg

  @Option(name: .shortAndLong, help: "How many machines run at a time.")
  var jobs: Int = 1

  @Flag(name: .long, help: "List the scenarios and do nothing else.")
  var list = false

  func validate() throws {
    guard (1...64).contains(jobs) else {
      throw ValidationError("--jobs: expected 1 to 64, not \(jobs)")
    }
  }

  func run() throws {
    do {
      let scenarios = try selectedScenarios()
      if list {
        return try OutputBuffer.printing { output in
          for scenario in scenarios { try output.print(scenario.summary) }
        }
      }
      let host = try LiveHost(
        qemu: qemu, busybox: busybox,
        kernel: GuestKernel(path: kernel, modulesPath: modules), accelerator: accel)
      let failures = try LiveRun(
        host: host, output: output, guestFolder: guest, jobs: jobs
      ).run(scenarios)
      if let worst = failures.max(by: { $0.exitCode.rawValue < $1.exitCode.rawValue }) {
        throw worst.exitCode
      }
    } catch let error as InputError {
      StandardError.print("automovable live: \(error)")
      throw ExitCode.data
    } catch let error as LiveError {
      StandardError.print("automovable live: \(error)")
      throw error.exitCode
    }
  }

  private func selectedScenarios() throws -> [Scenario] {
    let all = try ScenarioCatalog(paths: scenarios).scenarios
    if let name = only.first(where: { name in !all.contains { $0.name == name } }) {
      throw ValidationError("--only: there is no scenario \(name)")
    }
    let selected = only.isEmpty ? all : all.filter { only.contains($0.name) }
    for scenario in selected {
      if let action = scenario.actions.first(where: \.isForPlansOnly) {
        throw InputError(
          file: "\(scenario.name).json",
          message: "\(action.operation): QEMU has no such device; only `plan` knows it")
      }
    }
    return selected
  }
}

extension Scenario {
  /// A line of a list: the name, the machine, the number of actions, the note.
  fileprivate var summary: String {
    let nodes = nodes.map(\.description).joined(separator: "+")
    let text = "\(name): boot \(nodes), \(actions.count) actions"
    return (note.isEmpty ? text : text + ". \(note)").visible
  }
}
