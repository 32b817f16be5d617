// SPDX-License-Identifier: MIT

import Cases

/// What came of a chunk.
struct ChunkResult: Sendable {
  /// A case that diverged.
  struct Finding: Sendable {
    let source: Int
    let strategy: Strategy
    /// The case's index in its source.
    let index: UInt64
  }

  let source: Int
  var tallies: [Strategy: Tally] = [:]
  var checksum: UInt64 = 0
  /// The first divergences, at most as many as the run wants.
  var findings: [Finding] = []

  init(source: Int) { self.source = source }

  var cases: UInt64 { tallies.values.reduce(0) { $0 + $1.cases } }
}
