// SPDX-License-Identifier: MIT

import TextFiles

/// Recorded vectors as a source of cases.
public struct VectorCases: CaseSource {
  public let name: String

  /// The vectors, one a batch.
  public let vectors: [DecisionVector]

  /// Creates a source of vectors.
  public init(name: String, vectors: [DecisionVector]) {
    self.name = name
    self.vectors = vectors
  }

  public var size: UInt64 { UInt64(vectors.count) }

  public var casesPerBatch: UInt64 { 1 }

  public var contentDigest: UInt64 {
    var digest = TextDigest()
    for vector in vectors { digest.add(vector.line) }
    return digest.value
  }

  public func fill(_ batch: inout CaseBatch, at index: UInt64) {
    batch = vectors[Int(truncatingIfNeeded: index)].batch
  }

  public func replayArguments(forCase index: UInt64) -> String {
    "--strategy vectors --case \(index) \(name.shellWord)"
  }
}
