// SPDX-License-Identifier: MIT

/// An ordered supply of cases, any part of which can be made alone.
///
/// Cases come in batches that share a machine's state. Batch *b* holds the
/// cases from *b* · `casesPerBatch` on, `casesPerBatch` of them, the last
/// batch maybe fewer.
public protocol CaseSource: Sendable {
  /// The name in reports and on the command line.
  var name: String { get }

  /// The exact number of cases.
  var size: UInt64 { get }

  /// The number of cases of all batches but the last.
  var casesPerBatch: UInt64 { get }

  /// The index that the first case goes by in names and reports.
  var firstIndex: UInt64 { get }

  /// Makes a batch.
  ///
  /// What it makes depends on the source and the index alone.
  ///
  /// - Parameters:
  ///   - batch: Receives the batch; its storage is reused.
  ///   - index: The batch's index, below `batchCount`.
  func fill(_ batch: inout CaseBatch, at index: UInt64)

  /// The arguments of the command line that run one case again.
  func replayArguments(forCase index: UInt64) -> String
}

extension CaseSource {
  public var firstIndex: UInt64 { 0 }

  public func replayArguments(forCase index: UInt64) -> String {
    "--strategy \(name) --case \(index)"
  }

  /// The number of batches.
  public var batchCount: UInt64 {
    size / casesPerBatch + (size % casesPerBatch == 0 ? 0 : 1)
  }

  /// The number of cases in a batch.
  public func caseCount(ofBatch index: UInt64) -> UInt64 {
    min(casesPerBatch, size - index * casesPerBatch)
  }

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
