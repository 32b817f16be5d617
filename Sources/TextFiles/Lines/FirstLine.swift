// SPDX-License-Identifier: MIT

/// What the first line of a file says about the file.
package enum FirstLine {
  /// It is a header of decision vectors.
  case vectorHeader
  /// It is a decision vector, or no JSON.
  case vector
  /// It is a header of traces.
  case traceHeader
  /// It is the machine of a trace, or an operation.
  case trace

  /// Looks at the fields of a line.
  package init(_ line: Span<UInt8>) {
    self = .vector
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
        if reader.equals(name, "schema") {
          _ = reader.peek()
          self =
            reader.matches("\"automovable-traces/", at: reader.position)
            ? .traceHeader : .vectorHeader
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
