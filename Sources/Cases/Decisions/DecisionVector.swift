// SPDX-License-Identifier: MIT

public import AutoMovable

/// One case as files hold it: a name, a machine, a question, and the answer
/// that is right, if it is known.
public struct DecisionVector: Sendable {
  /// The name; differences are reported by it.
  public var id: String

  /// The parameters in force.
  public var policy: Policy

  /// The machine.
  public var state: MemoryState

  /// The question.
  public var query: DecisionQuery

  /// The right answer.
  public var expect: DecisionResult?

  /// A remark for people.
  public var note: String?

  /// Creates a vector.
  public init(
    id: String, policy: Policy, state: MemoryState, query: DecisionQuery,
    expect: DecisionResult? = nil, note: String? = nil
  ) {
    self.id = id
    self.policy = policy
    self.state = state
    self.query = query
    self.expect = expect
    self.note = note
  }
}

extension DecisionVector {
  /// The vector's machine and question as a batch of one.
  public var batch: CaseBatch {
    CaseBatch(policy: policy, state: state, queries: [query])
  }
}
