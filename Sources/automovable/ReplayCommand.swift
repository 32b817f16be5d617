// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance
import LiveSystem
import SystemPackage

/// `automovable replay`: what a live kernel did, held against the core.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Replay captures of live kernels and compare every decision and counter.",
    discussion: """
      Exit status: 0 if nothing differs, 1 if anything does, 64 on wrong usage, 65 if a file \
      can't be read as a capture.
      """)

  @Flag(help: "Print one JSON object a file; differences go to standard error.")
  var json = false

  @Argument(help: "Captures as JSON Lines.")
  var files: [String]

  func run() throws {
    var differs = false
    for file in files {
      let report: ReplayReport
      do {
        report = try Replay.run(path: FilePath(file), model: CoreModel(), observe: tell)
      } catch {
        StandardStreams.error("\(error)")
        throw ExitCode(65)
      }
      if json {
        try print(json: report, file: file)
      } else {
        print("\(file): \(report)")
      }
      if !report.isClean { differs = true }
    }
    if differs { throw ExitCode(1) }
  }

  private func tell(_ event: ReplayEvent) {
    let text: String
    switch event {
    case .decision: return
    case .difference(let difference): text = difference.description
    case .omission(let omission): text = omission.description
    }
    if json { StandardStreams.error(text) } else { print("  \(text)") }
  }

  private func print(json report: ReplayReport, file: String) throws {
    var json = JSONWriter()
    json.beginObject()
    json.name("file")
    json.value(file)
    json.write("decisions", report.decisions.count)
    json.write("agree", report.decisions.agreeing)
    json.write("differ", report.decisions.differing)
    json.write("counters", report.zoneCounters.count)
    json.write("counters_differ", report.zoneCounters.differing)
    json.write("skipped", report.omitted)
    json.write("group_counters", report.groupCounters.count)
    json.write("group_counters_differ", report.groupCounters.differing)
    json.write("spans", report.zoneSpans.count)
    json.write("spans_differ", report.zoneSpans.differing)
    json.write("blocks", report.blocks.count)
    json.write("blocks_differ", report.blocks.differing)
    json.endObject()
    json.endLine()
    try FileDescriptor.standardOutput.writeAll(json.bytes)
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ name: StaticString, _ count: Int) {
    self.name(name)
    value(UInt64(count))
  }
}
