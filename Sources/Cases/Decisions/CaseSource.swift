// SPDX-License-Identifier: MIT

/// An ordered supply of decisions to be made; a batch shares a machine's state.
public protocol CaseSource: CaseSeries {
  /// Makes a batch.
  ///
  /// What it makes depends on the source and the index alone.
  ///
  /// - Parameters:
  ///   - batch: Receives the batch; its storage is reused.
  ///   - index: The batch's index, below `batchCount`.
  func fill(_ batch: inout CaseBatch, at index: UInt64)
}

extension CaseSource {
  /// The case with an index, below `size`.
  public func vector(at index: UInt64) -> DecisionVector {
    var batch = CaseBatch()
    fill(&batch, at: index / casesPerBatch)
    return batch.vector(
      at: Int(truncatingIfNeeded: index % casesPerBatch),
      id: "\(name)/\(firstIndex + index)")
  }
}

extension CaseBatch {
  /// The case at a position, as a vector without an expected answer.
  public func vector(at position: Int, id: String) -> DecisionVector {
    DecisionVector(
      id: id, policy: policy, state: state, query: queries[position])
  }
}
