// SPDX-License-Identifier: MIT

public import Cases

/// A case that two implementations answer differently.
public struct Divergence: Sendable {
  /// The strategy that made the case.
  public let strategy: Strategy

  /// The case's index among those of the source that it was drawn from.
  public let index: UInt64

  /// The case as it was found.
  public let original: DecisionVector

  /// The smallest case found that still diverges.
  public let shrunk: DecisionVector

  /// The first implementation's answer to the shrunk case.
  public let subject: DecisionAnswer

  /// The other implementation's answer to the shrunk case.
  public let reference: DecisionAnswer

  /// The first field in which the answers to the shrunk case differ.
  public let firstDifference: DecisionAnswer.Field

  /// The inputs of the shrunk case of which any other value that was tried
  /// diverges too, as paths like `nodes[0].Normal.cma_pages`.
  public let irrelevantInputs: [String]

  /// The command that runs the original case again.
  public let replay: String

  /// Creates a divergence.
  public init(
    strategy: Strategy, index: UInt64, original: DecisionVector,
    shrunk: DecisionVector, subject: DecisionAnswer, reference: DecisionAnswer,
    firstDifference: DecisionAnswer.Field, irrelevantInputs: [String],
    replay: String
  ) {
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

extension Divergence {
  /// What kind of difference it is: the query, the field that differs first
  /// and the step each implementation ended at. Divergences of one cause
  /// mostly share it.
  public var signature: String {
    let function =
      switch shrunk.query {
      case .canOnlineMovable: "auto_movable_can_online_movable"
      case .zone: "zone_for_pfn_range"
      }
    return "\(function)/\(firstDifference)/exit \(subject[.exit])"
      + "-\(reference[.exit])/test \(subject[.testExit])-\(reference[.testExit])"
  }
}
