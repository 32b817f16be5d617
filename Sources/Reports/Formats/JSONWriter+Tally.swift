// SPDX-License-Identifier: MIT

import Cases
import Conformance
import TextFiles

extension JSONWriter {
  /// Writes what was counted for a strategy, as an object.
  ///
  /// - Parameter isJudged: Whether libraries have a say in operations.
  mutating func write(_ strategy: Strategy, _ tally: Tally, isJudged: Bool) {
    beginObject()
    field("name", strategy.name)
    field("cases", tally.cases)
    field("divergent_cases", tally.divergences)
    field("declined_cases", tally.declined)
    if strategy.makesHistories, isJudged {
      field("judged_operations", tally.judgedOperations)
    }
    name("outcomes")
    beginObject()
    for outcome in Tally.Outcome.all(of: strategy) {
      field(outcome.name, tally.outcomes[outcome.rawValue])
    }
    endObject()
    name("margins")
    beginList()
    for bucket in MarginBucket.all where tally.margins[bucket.index] > 0 {
      beginObject()
      field("side", bucket.side.rawValue)
      field("from", bucket.distances.lowerBound)
      field("to", bucket.distances.upperBound)
      field("cases", tally.margins[bucket.index])
      endObject()
    }
    endList()
    endObject()
  }

  /// Writes the object `shard`.
  mutating func write(shard: Shard) {
    name("shard")
    beginObject()
    field("index", UInt64(clamping: shard.index))
    field("count", UInt64(clamping: shard.count))
    endObject()
  }
}
