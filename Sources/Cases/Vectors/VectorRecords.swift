// SPDX-License-Identifier: MIT

import AutoMovable

/// Decision vectors with their answers as records of fixed layout, for programs
/// that don't read JSON; see `docs/formats.md`.
///
/// Numbers are little-endian and lie at multiples of their size, so that the
/// arrays of a record can be handed to the functions of `automovable.h` where
/// they are.
public struct VectorRecords: Sendable {
  /// The number of records.
  public private(set) var count: UInt64 = 0

  /// What the words of all answers come to: FNV-1a, a word at a step.
  public private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325

  var records: [UInt8] = []

  /// Creates no records.
  public init() {}
}

extension VectorRecords {
  /// The version of the layout, as the last byte of the first eight.
  static var version: UInt8 { 1 }

  /// The whole file.
  public var bytes: [UInt8] {
    var file = VectorRecords()
    file.records.append(contentsOf: Array("AMVRECS".utf8))
    file.records.append(Self.version)
    file.append(count)
    file.append(digest)
    return file.records + records
  }

  /// Appends a vector that has been read.
  ///
  /// - Parameter answer: The right answer, all words of it.
  /// - Returns: Whether the layout has a place for it: a file of vectors may
  ///   give groups other ids than their positions, and another geometry than that
  ///   of x86-64; records don't.
  public mutating func append(
    _ vector: borrowing VectorBuffer, answer: DecisionAnswer
  ) -> Bool {
    let state = vector.batch.state
    let groups = state.groups.groups
    guard state.geometry == .x86_64,
      groups.indices.allSatisfy({ groups[$0].id.rawValue == Int32($0) })
    else {
      return false
    }
    append(UInt32(state.nodes.count))
    append(UInt32(groups.count))
    append(UInt32(state.sections.count))
    let query = vector.batch.queries[0]
    append(UInt32(query.isZone ? 1 : 0))
    append(vector.batch.policy)
    append(query, expecting: answer.result(of: query))
    for node in state.nodes { append(node) }
    for group in groups { append(group) }
    for run in state.sections { append(run) }
    fold(answer, of: query)
    count += 1
    return true
  }

  private mutating func fold(_ answer: DecisionAnswer, of query: DecisionQuery) {
    for field in DecisionAnswer.Field.allCases {
      // A ratio test has its result and eight words of its own.
      let isTest = field == .result || (8..<16).contains(field.rawValue)
      guard query.isZone || isTest else { continue }
      // The multiplication wraps: it's modulo 2^64 by definition.
      digest = (digest ^ answer[field]) &* 0x100_0000_01B3
    }
  }
}

extension DecisionQuery {
  fileprivate var isZone: Bool {
    if case .zone = self { true } else { false }
  }
}
