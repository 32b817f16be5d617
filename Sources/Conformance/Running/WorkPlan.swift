// SPDX-License-Identifier: MIT

import Cases
import Synchronization

/// The chunks of a run, handed out in order to whoever asks.
final class WorkPlan: Sendable {
  /// Successive batches of one source.
  struct Chunk {
    /// The position among all chunks of the run.
    let index: Int
    /// The position of the source.
    let source: Int
    let batches: Range<UInt64>
  }

  let sources: [any CaseSeries]
  private let ranges: [Range<UInt64>]
  /// The index of each source's first chunk, and at last their number.
  private let firstChunks: [Int]
  private let takesTurns: Bool
  private let next: Atomic<Int>

  /// - Parameters:
  ///   - takesTurns: Whether a chunk of each source is handed out in turn, rather
  ///     than one source's after the other's.
  ///   - first: The chunk to begin with; those before it are done.
  init(
    _ sources: [any CaseSeries], _ shard: Shard, takesTurns: Bool = false, from first: Int = 0
  ) {
    next = Atomic(first)
    self.sources = sources
    self.takesTurns = takesTurns
    self.ranges = sources.map { shard.range(of: $0.batchCount) }
    var firstChunks = [0]
    for (source, range) in zip(sources, ranges) {
      let batches = UInt64(range.count)
      let length = source.batchesPerChunk
      let chunks = batches / length + (batches % length == 0 ? 0 : 1)
      firstChunks.append(firstChunks.last! + Int(chunks))
    }
    self.firstChunks = firstChunks
  }

  /// The cases of this shard that a source declares.
  func declaredCases(ofSource index: Int) -> UInt64 {
    let range = ranges[index]
    guard !range.isEmpty else { return 0 }
    let source = sources[index]
    return (range.upperBound - 1 - range.lowerBound) * source.casesPerBatch
      + source.caseCount(ofBatch: range.upperBound - 1)
  }

  /// All chunks of this shard.
  var chunkCount: Int { firstChunks.last! }

  /// All cases of this shard.
  var declaredCases: UInt64 {
    sources.indices.reduce(0) { $0 + declaredCases(ofSource: $1) }
  }

  /// The next chunk, or `nil` when all are handed out.
  func takeChunk() -> Chunk? {
    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
    guard index < firstChunks.last! else { return nil }
    let (source, position) = takesTurns ? turn(index) : place(index)
    let range = ranges[source]
    let length = sources[source].batchesPerChunk
    let start = range.lowerBound + UInt64(position) * length
    return Chunk(
      index: index, source: source,
      batches: start..<min(range.upperBound, start + length))
  }

  /// The source that a chunk is of, and its position there, if one source comes
  /// after the other.
  private func place(_ index: Int) -> (source: Int, position: Int) {
    // Sources are few.
    let source = firstChunks.lastIndex { $0 <= index }!
    return (source, index - firstChunks[source])
  }

  /// The same if they take turns, as long as they have chunks.
  private func turn(_ index: Int) -> (source: Int, position: Int) {
    var rest = index
    var round = 0
    while true {
      let remaining = sources.indices.filter { chunkCount(ofSource: $0) > round }
      let rounds = remaining.map(chunkCount).min()! - round
      if rest < rounds * remaining.count {
        return (remaining[rest % remaining.count], round + rest / remaining.count)
      }
      rest -= rounds * remaining.count
      round += rounds
    }
  }

  private func chunkCount(ofSource index: Int) -> Int {
    firstChunks[index + 1] - firstChunks[index]
  }
}
