// SPDX-License-Identifier: MIT

/// What the first line of a file says about the file.
package enum FirstLine {
  /// It is a header of decision vectors.
  case vectorHeader
  /// It is a decision vector.
  case vector
  /// It is a header of traces.
  case traceHeader
  /// It is the machine of a trace, or an operation.
  case trace
  /// It begins a capture of a kernel.
  case capture
  /// It begins what a run has left, which has a name.
  case result(StaticString)
  /// It is something else, or no JSON.
  case unknown

  /// Looks at the fields of a line.
  package init(_ line: Span<UInt8>) {
    self = .unknown
    var reader = JSONReader(line)
    do throws(JSONError) {
      try reader.expect(UInt8(ascii: "{"), "an object")
      while reader.peek() == UInt8(ascii: "\"") {
        let name = try reader.string()
        try reader.expect(UInt8(ascii: ":"), "':'")
        if reader.equals(name, "machine") || reader.equals(name, "op") {
          self = .trace
          return
        }
        if reader.equals(name, "query") || reader.equals(name, "params") {
          self = .vector
          return
        }
        if reader.equals(name, "kind") {
          self = .capture
          return
        }
        if reader.equals(name, "schema") {
          _ = reader.peek()
          let position = reader.position
          for (schema, kind) in Self.schemas where reader.matches(schema, at: position) {
            self = kind
          }
          return
        }
        try reader.skipValue()
        try reader.expect(UInt8(ascii: ","), "','")
      }
    } catch {
      // Decoding finds and reports it.
    }
  }
}

extension FirstLine {
  /// What files are by the beginning of their schema, whatever its version.
  private static var schemas: [(StaticString, FirstLine)] {
    [
      ("\"automovable-decisions/", .vectorHeader),
      ("\"automovable-traces/", .traceHeader),
      ("\"automovable-report/", .result("a report, which `merge` takes")),
      ("\"automovable-checkpoint/", .result("a checkpoint, which `--checkpoint` takes")),
      ("\"automovable-exploration/", .result("what `explore` has found")),
    ]
  }

  /// What the file is.
  private var name: StaticString {
    switch self {
    case .vectorHeader, .vector: "decision vectors"
    case .traceHeader, .trace: "a trace"
    case .capture: "a capture, which `replay` takes"
    case .result(let name): name
    case .unknown: "something else"
    }
  }

  /// What is wrong with a file that was to be another one.
  package func fault(expecting expectation: StaticString) -> String {
    "expected \(expectation), found \(name)"
  }
}
