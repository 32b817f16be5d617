// SPDX-License-Identifier: MIT

import AutoMovable
public import Cases
import TextFiles

/// A decision in words and numbers: what was asked, every value on the way by
/// its name in the kernel, and why it ended as it did.
public struct Explanation: Sendable {
  let vector: DecisionVector
  let answers: [NamedAnswer]

  /// The operation that asks for the decision, if one does.
  let operation: OperationExplanation?

  /// An answer with the name of the implementation that gave it.
  public struct NamedAnswer: Sendable {
    /// The implementation's name.
    public let name: String
    /// What it answered.
    public let answer: DecisionAnswer

    /// Names an answer.
    public init(name: String, answer: DecisionAnswer) {
      self.name = name
      self.answer = answer
    }
  }

  /// Explains an answer to a vector.
  ///
  /// - Parameters:
  ///   - answer: The answer to explain.
  ///   - others: The answers of other implementations; where they differ from
  ///     the first, that is told too.
  ///   - operation: The operation that asks for the decision, if one does.
  public init(
    of vector: DecisionVector, _ answer: NamedAnswer, others: [NamedAnswer] = [],
    operation: OperationExplanation? = nil
  ) {
    self.vector = vector
    self.operation = operation
    self.answers = [answer] + others
  }

  /// The answer that is explained.
  var answer: DecisionAnswer { answers[0].answer }

  /// The sizes of the machine.
  var geometry: Geometry { vector.state.geometry }

  /// A number of the machine's pages.
  func count(_ pages: UInt64) -> PageCount { PageCount(pages: pages, of: geometry) }

  /// An empty block with numbers of the machine's pages.
  func textBlock(_ title: String) -> TextBlock { TextBlock(title, of: geometry) }
}

extension Explanation: CustomStringConvertible {
  /// The whole explanation, as `explain` prints it.
  public var description: String {
    var text = heading
    for block in blocks { text += "\n\(block)" }
    return text
  }

  private var blocks: [TextBlock] {
    var blocks = remedyBlock.map { [$0] } ?? []
    blocks += [questionBlock, parameterBlock]
    if let groupBlock { blocks.append(groupBlock) }
    switch vector.query {
    case .canOnlineMovable(_, _, let scope):
      blocks += testBlocks(at: .testExit, in: scope)
    case .zone(_, _, let nodeID, _):
      blocks += zoneBlocks
      blocks += testBlocks(at: .testExit, in: .system)
      blocks += testBlocks(at: .nodeTestExit, in: .node(nodeID))
      if let lookupBlock { blocks.append(lookupBlock) }
    }
    return blocks + disagreementBlocks
  }

  private var heading: String {
    var text = vector.id.visible
    if let note = vector.note { text += ": \(note.visible)" }
    text += "\n\n\(vector.query) = \(resultText(answer))\n\(reason)\n"
    for remark in remarks { text += "Remark: \(remark)\n" }
    for line in operation?.lines ?? [] { text += "\(line)\n" }
    if let expect = vector.expect {
      let agrees = answer.result(of: vector.query) == expect
      text += "Expected: \(expect), which \(agrees ? "agrees" : "DIFFERS").\n"
    }
    for other in answers.dropFirst() {
      text += "\(answers[0].name) and \(other.name) "
      text +=
        answer == other.answer
        ? "agree on every value.\n" : "DISAGREE, see below.\n"
    }
    return text
  }

  /// Where implementations differ, side by side.
  private var disagreementBlocks: [TextBlock] {
    answers.dropFirst().compactMap { other in
      guard other.answer != answer else { return nil }
      var block = textBlock("Values that \(answers[0].name) and \(other.name) disagree on")
      for field in DecisionAnswer.Field.allCases
      where answer[field] != other.answer[field] {
        block.add(
          "\(field)", "\(answers[0].name) \(answer[field])",
          "\(other.name) \(other.answer[field])")
      }
      return block
    }
  }

  func resultText(_ answer: DecisionAnswer) -> String {
    answer.result(of: vector.query)?.description ?? "no zone at all"
  }
}
