// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance
import Glibc
import LiveSystem
import SystemPackage
import TextFiles

struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record what the kernel of this machine does with its memory, for replay.",
    discussion: """
      Puts probes on this machine's own kernel, by kprobe events of tracefs, and writes \
      a capture of what it decides when memory comes, goes, or goes online or offline: as \
      `automovable live` does of a guest. It ends after a time or at Ctrl-C; then the file \
      appears. One line a snapshot goes to standard error.

      Nothing is done to the machine's memory. The probes go when the record ends.

      Examples:

        automovable record
        automovable record --for 60 --output hotplug.jsonl
        automovable record --without-probes --sysroot copy --for 0

      Exit status: 0 recorded, also when Ctrl-C ended it; 2 recorded, but what the kernel \
      decided isn't known before all snapshots; 64 wrong usage; 65 a file of the \
      system is malformed; 69 there are no memory blocks, tracefs or probes; 70 failure, \
      as if the capture can't be written; 77 not root, without --sysroot.
      """)

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The capture.", valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var output = "record.jsonl"

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("How long; without it, until Ctrl-C.", valueName: "seconds"))
  var seconds: Double?

  @Flag(help: "Record blocks, zones and parameters alone, and no decisions.")
  var withoutProbes = false

  @Option(
    help: ArgumentHelp(
      "A folder with copies of proc and sys, with --without-probes.", valueName: "directory"),
    completion: .directory)
  var sysroot: String?

  func validate() throws {
    if let seconds, !(0...1e9).contains(seconds) {
      throw ValidationError("--for: expected 0 to 1000000000 seconds")
    }
    guard sysroot == nil || withoutProbes else {
      throw ValidationError("--sysroot: expected --without-probes beside it: copies decide nothing")
    }
  }

  func run() throws {
    guard sysroot != nil || geteuid() == 0 else {
      StandardError.print(
        "automovable record: expected to be run by root, who may read /proc/iomem and set probes")
      throw ExitCode.notPermitted
    }
    do {
      let capture = try SystemRecorder.capture(at: FilePath(output))
      let interruption = try Interruption()
      let signals = Interrupt { interruption.interrupt() }
      defer { signals.cancel() }
      var recorder = try SystemRecorder(
        root: FilePath(sysroot ?? "/"), usesProbes: !withoutProbes, interruption: interruption)
      if let blindness = recorder.blindness {
        StandardError.print(
          "automovable record: no present_early_pages and groups: \(blindness)")
      }
      var gapCount = 0
      try recorder.run(to: capture, for: seconds.map { .seconds($0) }) { progress in
        StandardError.print("\(output): \(progress.line)")
        if case .failure(let gap) = progress.steps, gap != .unwatched { gapCount += 1 }
      }
      guard gapCount == 0 else {
        StandardError.print(
          "\(output): before \(gapCount) snapshots the kernel decided what isn't recorded")
        throw ExitCode.partial
      }
    } catch let error as ExitCode {
      throw error
    } catch let error as LiveError {
      StandardError.print("automovable record: \(error)")
      throw error.exitCode
    } catch {
      throw ExitCode.reporting(error)
    }
  }
}

extension RecordProgress {
  /// `snapshot 2, observe: 12 decisions`
  fileprivate var line: String {
    let decisions =
      switch steps {
      case .success(let steps):
        "\(steps.count { if case .decision = $0 { true } else { false } }) decisions"
      case .failure(.unwatched): "decisions not recorded"
      case .failure(let gap): "decisions not recorded: \(gap)"
      }
    return "snapshot \(sequence), \(action): \(decisions)"
  }
}
