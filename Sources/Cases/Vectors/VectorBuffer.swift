// SPDX-License-Identifier: MIT

import AutoMovable

/// A decision vector as it is read from a file: storage that line after line
/// is decoded into, so that a long file costs no more memory than its largest
/// line.
public struct VectorBuffer: ~Copyable {
  /// The name, in UTF-8.
  public internal(set) var id: [UInt8] = []

  /// The machine and the question.
  public internal(set) var batch = CaseBatch()

  /// The right answer.
  public internal(set) var expect: DecisionResult?

  /// A remark for people, in UTF-8.
  public internal(set) var note: [UInt8]?

  /// Creates an empty buffer.
  public init() {}
}

extension VectorBuffer {
  /// The name as text.
  public var name: String { String(decoding: id, as: UTF8.self) }

  /// A copy of the vector, or `nil` if none has been decoded yet.
  public var vector: DecisionVector? {
    guard let query = batch.queries.first else { return nil }
    return DecisionVector(
      id: name, policy: batch.policy, state: batch.state, query: query,
      expect: expect, note: note.map { String(decoding: $0, as: UTF8.self) })
  }
}
