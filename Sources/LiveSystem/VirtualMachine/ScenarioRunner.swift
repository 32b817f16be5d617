// SPDX-License-Identifier: MIT

public import Scenarios
import TextFiles

/// Runs a scenario on a machine of its own and writes the capture.
public struct ScenarioRunner: Sendable {
  /// What all machines have in common.
  public let host: LiveHost

  /// The directory that captures are written to.
  public let output: String

  /// A folder whose files the guest has as well. Its shell script `at-start` is run before
  /// the first action, `at-end` after the last one. What the latter prints becomes files.
  public let guestFolder: String?

  /// Ends the run early.
  public let interruption: Interruption

  /// Creates a runner.
  public init(
    host: LiveHost, output: String, guestFolder: String? = nil, interruption: Interruption
  ) {
    self.host = host
    self.output = output
    self.guestFolder = guestFolder
    self.interruption = interruption
  }

  /// Boots, acts, records; a capture appears only when all of it is there, and beside it
  /// the files of the guest as it is at the end.
  ///
  /// - Parameter progress: Told of every snapshot, once it is written.
  /// - Throws: `LiveError`; the machine and its files are gone by then.
  public func run(
    _ scenario: Scenario, progress: (StepProgress) -> Void
  ) throws(LiveError) {
    let start = ContinuousClock.now
    let directory = try TemporaryFolder.ofMachine()
    let writer = try CaptureWriter(directory: output, name: scenario.name)
    let ramdisk = try InitialRamdisk(
      kernel: host.kernel, busybox: host.busybox, furtherModules: scenario.modules,
      folder: guestFolder)
    let machine = try VirtualMachine(
      scenario, host: host, ramdisk: directory.write(machineFile: ramdisk.bytes, to: "ramdisk"),
      directory: directory, interruption: interruption)
    // The machine's files are needed as long as it runs.
    defer { withExtendedLifetime(directory) { machine.stop() } }

    try writer.write(.meta(meta(scenario, machine)))
    var recorder = SnapshotRecorder(scenario: scenario, machine: machine, start: start)
    var current = "boot"
    do {
      try progress(recorder.record(.object(["op": "boot"]), took: nil, writer))
      try machine.startRecording()
      if guestFolder != nil {
        current = "at-start"
        try machine.shell.require("sh /at-start", patience: GuestShell.scriptPatience)
      }
      for action in scenario.actions {
        current = "\(action)"
        let begin = ContinuousClock.now
        let description = try machine.perform(action)
        let took = ContinuousClock.now - begin
        try progress(recorder.record(description, took: took, writer))
      }
      current = "files"
      try GuestFiles(lines: machine.shell.require("cd / && files"))
        .write(directory: output, name: "\(scenario.name).sysroot")
      if guestFolder != nil {
        current = "at-end"
        try GuestFiles(
          lines: machine.shell.require("sh /at-end", patience: GuestShell.scriptPatience)
        )
        .write(directory: output, name: "\(scenario.name).guest")
      }
    } catch {
      throw machine.explain(error, during: current)
    }
    try writer.finish()
  }

  private func meta(
    _ scenario: Scenario, _ machine: VirtualMachine
  ) throws(LiveError) -> CaptureMeta {
    let version = try machine.monitor.execute("query-version")["qemu"]
    let numbers = ["major", "minor", "micro"].map { "\(version?[$0]?.unsigned ?? 0)" }
    var meta = CaptureMeta()
    meta.name = scenario.name
    meta.note = scenario.note
    meta.accelerator = host.accelerator.rawValue
    meta.kernel = try machine.shell.require("uname -r").first ?? ""
    meta.kernelVersion = try machine.shell.require("uname -v").first ?? ""
    meta.qemu = numbers.joined(separator: ".")
    meta.machine = CaptureMachine(scenario)
    meta.commandLine = machine.append
    meta.bootSeconds = machine.bootSeconds
    // One after boot, and one after each action.
    meta.snapshotCount = UInt64(scenario.actions.count) + 1
    return meta
  }
}

extension TemporaryFolder {
  /// A folder for one machine's files.
  fileprivate static func ofMachine() throws(LiveError) -> TemporaryFolder {
    do {
      return try TemporaryFolder()
    } catch {
      throw .file(path: "TMPDIR", reason: "no folder can be created there: \(error)")
    }
  }

  /// Writes a file that a machine needs.
  ///
  /// - Returns: The file's path.
  func write(machineFile bytes: [UInt8], to name: String) throws(LiveError) -> String {
    do {
      return try write(bytes, to: name)
    } catch {
      throw .file(path: file(name), reason: "cannot be written: \(error)")
    }
  }
}

extension Scenario {
  /// The modules that the scenario loads by itself.
  fileprivate var modules: [String] {
    actions.compactMap {
      if case .loadModule(let name) = $0 { name } else { nil }
    }
  }
}
