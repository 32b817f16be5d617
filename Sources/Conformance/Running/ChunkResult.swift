// SPDX-License-Identifier: MIT

import Cases

/// What came of a chunk.
struct ChunkResult: Sendable {
  let source: Int
  var tallies: [Strategy: Tally] = [:]
  var checksum: UInt64 = 0
  /// The kinds of divergences, each with its first case in the chunk.
  var kinds = FoundKinds()

  init(source: Int) { self.source = source }

  var cases: UInt64 { tallies.values.reduce(0) { $0 + $1.cases } }
}
