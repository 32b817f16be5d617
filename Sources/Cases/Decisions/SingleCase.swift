// SPDX-License-Identifier: MIT

/// One case of another source.
public struct SingleCase: CaseSource {
  private let source: any CaseSource
  private let index: UInt64

  /// Creates a source of the case with an index, or returns `nil` if the
  /// other source has no such case.
  public init?(_ index: UInt64, of source: any CaseSource) {
    guard index < source.size else { return nil }
    self.source = source
    self.index = index
  }

  public var name: String { source.name }

  public var size: UInt64 { 1 }

  public var casesPerBatch: UInt64 { 1 }

  public var firstIndex: UInt64 { source.firstIndex + index }

  public func fill(_ batch: inout CaseBatch, at _: UInt64) {
    source.fill(&batch, at: index / source.casesPerBatch)
    let query = batch.queries[
      Int(truncatingIfNeeded: index % source.casesPerBatch)]
    batch.queries.removeAll(keepingCapacity: true)
    batch.queries.append(query)
  }

  public var contentDigest: UInt64 { source.contentDigest }

  public func replayArguments(forCase _: UInt64) -> String {
    source.replayArguments(forCase: index)
  }
}
