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
  func tell(_ event: ReplayEvent) {
    switch event {
    case .decision: break
    case .difference(let difference): tell(difference.description)
    case .omission(let omission): tell(omission.description)
    }
  }

  private func tell(_ line: String) {
    if isJSON {
      StandardError.print(line)
    } else if failure == nil {
      do { try output.print(line) } catch { failure = error }
    }
  }

  /// Prints the figures of a file.
  func print(_ report: ReplayReport, file: String) throws {
    if isJSON {
      output.json.write(report, file: file)
      output.json.endLine()
    } else {
      try output.print("\(file): \(report)")
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
  fileprivate mutating func write(_ report: ReplayReport, file: String) {
    beginObject()
    name("file")
    value(file)
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
    endObject()
  }

  private mutating func write(_ name: StaticString, _ count: Int) {
    self.name(name)
    value(UInt64(count))
  }
}
