// SPDX-License-Identifier: MIT

/// Numbered cases, whatever they are, any part of which can be made alone.
///
/// Cases come in batches. Batch *b* holds the cases from *b* · `casesPerBatch`
/// on, `casesPerBatch` of them, the last batch maybe fewer.
public protocol CaseSeries: Sendable {
  /// The name in reports and on the command line.
  var name: String { get }

  /// The exact number of cases.
  var size: UInt64 { get }

  /// The number of cases of all batches but the last.
  var casesPerBatch: UInt64 { get }

  /// The number of batches that a thread takes at a time: enough to make
  /// handing out cheap, few enough to end soon after a stop.
  var batchesPerChunk: UInt64 { get }

  /// The index that the first case goes by in names and reports.
  var firstIndex: UInt64 { get }

  /// A digest of what the cases depend on that no argument says, such as the
  /// contents of a file.
  var contentDigest: UInt64 { get }

  /// The arguments of the command line that run one case again.
  func replayArguments(forCase index: UInt64) -> String
}

extension CaseSeries {
  public var batchesPerChunk: UInt64 { 256 }

  public var firstIndex: UInt64 { 0 }

  public var contentDigest: UInt64 { 0 }

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
}
