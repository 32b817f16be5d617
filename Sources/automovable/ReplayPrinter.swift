// SPDX-License-Identifier: MIT

import Conformance
import LiveSystem
import TextFiles

/// Prints what a replay tells.
final class ReplayPrinter {
  private let isJSON: Bool
  private var output = OutputBuffer()

  /// Why output can't be written, for the next call that may throw.
  private var failure: (any Error)?

  init(isJSON: Bool) {
    self.isJSON = isJSON
  }
}

extension ReplayPrinter {
  /// Prints a difference or an omission.
  ///
  /// - Parameter implementation: What it is a difference of, unless it is one of another
  ///   capture.
  func tell(_ event: ReplayEvent, of implementation: String?) {
    let place = implementation.map { "\($0): " } ?? ""
    switch event {
    case .decision: break
    case .difference(let difference): tell("\(place)\(difference)")
    case .omission(let omission): tell("\(place)\(omission)")
    }
  }

  private func tell(_ line: String) {
    let line = line.visible
    if isJSON {
      StandardError.print(line)
    } else if failure == nil {
      do { try output.print(line) } catch { failure = error }
    }
  }

  /// Prints the figures of a file: those of the core and of the port, as far as it
  /// was played on them.
  func print(core: ReplayReport?, port: ReplayReport?, file: String) throws {
    if isJSON {
      output.json.write(core: core, port: port, file: file)
      output.json.endLine()
    } else if let core, core == port {
      try output.print("\(file.visible): swift and c: \(core)")
    } else {
      if let core { try output.print("\(file.visible): swift: \(core)") }
      if let port { try output.print("\(file.visible): c: \(port)") }
    }
    try flush()
  }

  /// Prints the figures of a comparison of two files.
  func print(_ report: ReplayReport, file: String, against other: String) throws {
    if isJSON {
      output.json.beginObject()
      output.json.name("file")
      output.json.value(file)
      output.json.name("against")
      output.json.value(other)
      output.json.write(report)
      output.json.endObject()
      output.json.endLine()
    } else {
      try output.print("\(file.visible): against \(other.visible): \(report)")
    }
    try flush()
  }

  /// Writes what there is.
  func flush() throws {
    if let failure { throw failure }
    try output.flush()
  }
}

extension JSONWriter {
  fileprivate mutating func write(core: ReplayReport?, port: ReplayReport?, file: String) {
    beginObject()
    name("file")
    value(file)
    if let core { write(core) }
    if let port {
      name("c")
      beginObject()
      write(port)
      endObject()
    }
    endObject()
  }

  fileprivate mutating func write(_ report: ReplayReport) {
    write("decisions", report.decisions.count)
    write("agree", report.decisions.agreeing)
    write("differ", report.decisions.differing)
    write("counters", report.zoneCounters.count)
    write("counters_differ", report.zoneCounters.differing)
    write("skipped", report.omitted)
    write("group_counters", report.groupCounters.count)
    write("group_counters_differ", report.groupCounters.differing)
    write("spans", report.zoneSpans.count)
    write("spans_differ", report.zoneSpans.differing)
    write("blocks", report.blocks.count)
    write("blocks_differ", report.blocks.differing)
    write("nodes", report.nodes.count)
    write("nodes_differ", report.nodes.differing)
    write("texts", report.texts.count)
    write("texts_differ", report.texts.differing)
    write("operations", report.operations.count)
    write("operations_differ", report.operations.differing)
  }

  private mutating func write(_ name: StaticString, _ count: Int) {
    self.name(name)
    value(UInt64(count))
  }
}
