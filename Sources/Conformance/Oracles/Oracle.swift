// SPDX-License-Identifier: MIT

public import Cases

/// One implementation of the policy.
///
/// An oracle may keep state between calls to be fast, but its answers depend
/// on nothing but the batch. It is used by one thread at a time.
public protocol Oracle: AnyObject {
  /// Answers every question of a batch.
  ///
  /// - Parameter answers: Receives the answers; it has as many elements as the
  ///   batch has queries. Fields that don't apply are to be 0.
  /// - Throws: If the implementation can't answer, which isn't a divergence
  ///   but ends the run.
  func decide(
    _ batch: borrowing CaseBatch, into answers: inout MutableSpan<DecisionAnswer>
  ) throws(OracleError)
}

/// A failure of an implementation to answer.
public struct OracleError: Error, Sendable, CustomStringConvertible {
  /// What failed, in one line.
  public let description: String

  /// Creates an error.
  public init(_ description: String) { self.description = description }
}
