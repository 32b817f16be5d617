// SPDX-License-Identifier: MIT

public import SystemPackage

/// Reads a capture from a file, a line at a time.
public struct CaptureReader: ~Copyable {
  private var lines: CaptureLines
  private var parser: CaptureParser

  /// Opens a file.
  ///
  /// - Parameter path: The file; errors name it as it is given here.
  public init(path: FilePath) throws(CaptureError) {
    lines = try CaptureLines(path: path)
    parser = CaptureParser(file: path.string)
  }

  /// The next line's content, or `nil` after the last line.
  public mutating func next() throws(CaptureError) -> CaptureRecord? {
    guard let line = try lines.next() else {
      try parser.finish()
      return nil
    }
    return try parser.parse(line)
  }

  /// The number of the last line read, from 1.
  public var line: Int { parser.line }
}
