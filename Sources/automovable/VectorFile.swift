// SPDX-License-Identifier: MIT

import Cases
import Conformance
import SystemPackage
import TextFiles

/// A file of golden vectors that is replaced as a whole.
struct VectorFile {
  private let path: String
  private let source: String

  /// Names a file without its suffix.
  init(directory: String, name: String, source: String) {
    path = FilePath(directory).appending("\(name).jsonl").string
    self.source = source
  }
}

extension VectorFile {
  /// Writes the vectors with a header, first to a temporary file.
  func write(_ vectors: [DecisionVector]) throws(OutputBuffer.Failure) {
    var json = JSONWriter()
    DecisionVector.writeHeader(count: UInt64(vectors.count), source: source, to: &json)
    json.endLine()
    for vector in vectors {
      vector.write(to: &json)
      json.endLine()
    }
    try WholeFile.write(results: json.bytes, to: path)
  }
}
