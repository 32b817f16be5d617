// SPDX-License-Identifier: MIT

public import Cases

/// A kind of case that two implementations answer differently.
public struct Divergence: Sendable {
  /// In what the answers differ first, and where in the kernel that is computed.
  public let kind: DivergenceKind

  /// The number of cases that showed it.
  public internal(set) var caseCount: UInt64

  /// The place of the first case's source among those of the run.
  public let source: Int

  /// The strategy that made the first case.
  public let strategy: Strategy

  /// The case's index among those of the source that it was drawn from.
  public let index: UInt64

  /// The first case, as it was found.
  public let original: DecisionVector

  /// The smallest case found that still diverges in the same way.
  public let shrunk: DecisionVector

  /// The first implementation's answer to the shrunk case.
  public let subject: DecisionAnswer

  /// The other implementation's answer to the shrunk case.
  public let reference: DecisionAnswer

  /// The first field in which the answers to the shrunk case differ.
  public let firstDifference: DecisionAnswer.Field

  /// The inputs of the shrunk case of which any other value that was tried
  /// diverges likewise, as paths like `nodes[0].Normal.cma_pages`.
  public let irrelevantInputs: [String]

  /// The command that runs the original case again.
  public let replay: String

  /// Creates a divergence.
  ///
  /// - Parameter fields: The fields that both implementations fill.
  public init(
    source: Int = 0, strategy: Strategy, index: UInt64, caseCount: UInt64 = 1,
    original: DecisionVector, shrunk: DecisionVector, subject: DecisionAnswer,
    reference: DecisionAnswer,
    fields: DecisionAnswer.FieldSet = .all, firstDifference: DecisionAnswer.Field,
    irrelevantInputs: [String], replay: String
  ) {
    kind = DivergenceKind(of: subject, reference, to: shrunk.query, in: fields)
    self.caseCount = caseCount
    self.source = source
    self.strategy = strategy
    self.index = index
    self.original = original
    self.shrunk = shrunk
    self.subject = subject
    self.reference = reference
    self.firstDifference = firstDifference
    self.irrelevantInputs = irrelevantInputs
    self.replay = replay
  }
}
