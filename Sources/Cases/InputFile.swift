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
  /// - Throws: If it can't be read.
  public init(path: String) throws(InputError) {
    var lines = try LineReader(path: path)
    guard try lines.advance() else {
      self = .vectors(VectorReader(lines))
      return
    }
    switch FirstLine(lines.line) {
    case .traceHeader, .trace: self = .traces(TraceReader(lines))
    case .vectorHeader, .vector: self = .vectors(VectorReader(lines))
    }
  }
}
