// SPDX-License-Identifier: MIT

/// Why a run has no verdict.
public enum RunError: Error, Sendable {
  /// There was no case to run.
  case noCases
  /// A source made another number of cases than it declared.
  case sizeMismatch(source: String, batch: UInt64, declared: UInt64, made: UInt64)
  /// One of these implementations gave no answer for so long to some of a source's cases.
  case unanswered(
    implementations: [String], source: String, cases: Range<UInt64>, patience: Duration)
  /// The system doesn't give so many threads.
  case noThreads(Int)
  /// An implementation couldn't answer.
  case oracle(OracleError)
  /// The run can't go on from its checkpoint, or can't save one.
  case checkpoint(CheckpointError)
}

extension RunError: CustomStringConvertible {
  /// One line: what ended the run.
  public var description: String {
    switch self {
    case .noCases:
      "no cases to run: expected at least one"
    case .sizeMismatch(let source, let batch, let declared, let made):
      // Who reads this wrote the source.
      "\(source): fill(_:at: \(batch)): expected \(declared) cases, as size and casesPerBatch "
        + "say, found \(made)"
    case .unanswered(let implementations, let source, let cases, let patience):
      "\(implementations.joined(separator: " or ")): no answer within "
        + "\(patience.components.seconds) s: \(source), "
        + (cases.count == 1
          ? "case \(cases.lowerBound)" : "cases \(cases.lowerBound) to \(cases.upperBound - 1)")
    case .noThreads(let count):
      "\(count) threads can't be had: expected fewer jobs, or higher limits of memory and "
        + "processes (ulimit -v, -u)"
    case .oracle(let error):
      error.description
    case .checkpoint(let error):
      error.description
    }
  }
}
