// SPDX-License-Identifier: MIT

public import TextFiles

/// A file of vectors or of traces; its first line tells which.
public enum InputFile: ~Copyable {
  /// Decision vectors.
  case vectors(VectorReader)
  /// Traces.
  case traces(TraceReader)

  /// Opens a file and reads its first line; `-` is standard input.
  ///
  /// - Throws: If it can't be read, or is a capture or a report.
  public init(path: String) throws(InputError) {
    var lines = try LineReader(path: path)
    guard try lines.advance() else {
      self = .vectors(VectorReader(lines))
      return
    }
    let first = FirstLine(lines.line)
    switch first {
    case .traceHeader, .trace: self = .traces(TraceReader(lines))
    case .vectorHeader, .vector, .unknown: self = .vectors(VectorReader(lines))
    case .capture, .result:
      throw lines.error(first.fault(expecting: "decision vectors or a trace"))
    }
  }
}
