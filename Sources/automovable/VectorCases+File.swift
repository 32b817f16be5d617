// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance
import TextFiles

extension VectorCases {
  /// Reads all vectors of a file.
  ///
  /// - Throws: `ExitCode.data`, after telling why.
  static func read(_ path: String) throws -> VectorCases {
    var vectors: [DecisionVector] = []
    do throws(InputError) {
      var reader = VectorReader(try LineReader(path: path))
      while try reader.next() {
        if let vector = reader.vector.vector { vectors.append(vector) }
      }
    } catch {
      StandardError.print("\(error)")
      throw ExitCode.data
    }
    return VectorCases(name: path, vectors: vectors)
  }
}
