// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance

/// A file of decision vectors as a source of cases.
enum VectorFile {
  /// Reads all vectors of a file.
  static func read(_ path: String) throws -> VectorCases {
    var vectors: [DecisionVector] = []
    do throws(InputError) {
      var reader = VectorReader(try LineReader(path: path))
      while try reader.next() {
        if let vector = reader.vector.vector { vectors.append(vector) }
      }
    } catch {
      StandardError.print("automovable: \(error)")
      throw ExitCode.data
    }
    return VectorCases(name: path, vectors: vectors)
  }
}
