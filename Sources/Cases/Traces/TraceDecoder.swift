// SPDX-License-Identifier: MIT

package import TextFiles

/// Decodes the lines of a trace file.
package struct TraceDecoder {
  /// The fields of a line.
  enum Field: UInt8, JSONName {
    case op, nid, mgid, maxPages, unitPages, startPFN, nrPages, memmapOnMemory,
      onlineType, ranges, block, file, name, value, action, errno, after, expect, note,
      machine

    var name: StaticString {
      switch self {
      case .op: "op"
      case .nid: "nid"
      case .mgid: "mgid"
      case .maxPages: "max_pages"
      case .unitPages: "unit_pages"
      case .startPFN: "start_pfn"
      case .nrPages: "nr_pages"
      case .memmapOnMemory: "memmap_on_memory"
      case .onlineType: "online_type"
      case .ranges: "ranges"
      case .block: "block"
      case .file: "file"
      case .name: "name"
      case .value: "value"
      case .action: "action"
      case .errno: "errno"
      case .after: "after"
      case .expect: "expect"
      case .note: "note"
      case .machine: "machine"
      }
    }
  }

  private let checksBoot: Bool

  /// Creates a decoder; it keeps nothing from line to line.
  ///
  /// - Parameter checksBoot: Whether a machine that can't boot is malformed.
  package init(checksBoot: Bool = true) { self.checksBoot = checksBoot }
}

extension TraceDecoder {
  /// Decodes a line.
  package func decode(_ line: Span<UInt8>) throws(JSONError) -> TraceLine {
    var reader = JSONReader(line)
    var machine = Machine()
    var operation = Operation()
    var expectation = Expectation()
    var note: String?
    var fields = try JSONFields<Field>(&reader, "an object with a machine or an operation")
    while let field = try fields.next(&reader) {
      switch field {
      case .machine: try machine.read(&reader, checksBoot: checksBoot)
      case .expect: try expectation.read(&reader)
      case .note: note = try reader.text()
      default: try operation.read(field, &reader)
      }
    }
    try reader.finish()
    guard !fields.contains(.machine) else {
      try Operation.refuseAll(but: [.machine, .note], beside: "machine", fields, reader)
      return .machine(machine.machine, note: note)
    }
    guard fields.contains(.op) else { throw fields.missing(.op) }
    let traced = try operation.operation(fields, reader)
    var step = TraceStep(traced, note: note)
    if fields.contains(.expect) {
      step.expect = try expectation.expectation(of: traced, operation.kind, reader)
    }
    return .step(step)
  }
}

extension JSONReader {
  /// Reads a string as text.
  mutating func text() throws(JSONError) -> String {
    String(decoding: try utf8(), as: UTF8.self)
  }

  /// Reads a string as its bytes in UTF-8.
  mutating func utf8() throws(JSONError) -> [UInt8] {
    var bytes: [UInt8] = []
    append(try string(), to: &bytes)
    return bytes
  }
}
