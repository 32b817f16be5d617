// SPDX-License-Identifier: MIT

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
  private let next = Atomic<Int>(0)

  init(_ sources: [any CaseSeries], _ shard: Shard) {
    self.sources = sources
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

  /// All cases of this shard.
  var declaredCases: UInt64 {
    sources.indices.reduce(0) { $0 + declaredCases(ofSource: $1) }
  }

  /// The next chunk, or `nil` when all are handed out.
  func takeChunk() -> Chunk? {
    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
    guard index < firstChunks.last! else { return nil }
    // Sources are few.
    let source = firstChunks.lastIndex { $0 <= index }!
    let position = UInt64(index - firstChunks[source])
    let range = ranges[source]
    let length = sources[source].batchesPerChunk
    let start = range.lowerBound + position * length
    return Chunk(
      index: index, source: source,
      batches: start..<min(range.upperBound, start + length))
  }
}
