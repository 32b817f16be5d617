// SPDX-License-Identifier: MIT

extension DecisionAnswer {
  /// A set of an answer's fields: those that an implementation fills.
  public struct FieldSet: OptionSet, Hashable, Sendable {
    /// A bit a field, at the position of its raw value.
    public let rawValue: UInt32

    /// Creates a set; bits that no field stands for are left out.
    public init(rawValue: UInt32) { self.rawValue = rawValue & 0xFF_FFFF }

    /// The set of one field.
    public init(_ field: Field) { self.init(rawValue: 1 << UInt32(field.rawValue)) }

    /// All fields.
    public static let all = FieldSet(rawValue: .max)

    /// The zone or the yes or no, without how it came about.
    public static let results: FieldSet = [FieldSet(.result), FieldSet(.nid)]

    /// What tells how a case ended and how far it was from the limit.
    package static let outcomes: FieldSet = [
      FieldSet(.exit), FieldSet(.testExit), FieldSet(.testWanted), FieldSet(.testLimit),
      FieldSet(.nodeTestExit), FieldSet(.nodeTestWanted), FieldSet(.nodeTestLimit),
    ]

    /// Whether a field is in the set.
    public func contains(_ field: Field) -> Bool { contains(FieldSet(field)) }
  }

  /// Answers of which only some fields are compared.
  package struct Mask: Sendable {
    fileprivate let choice: SIMD8<UInt64>
    fileprivate let test: SIMD8<UInt64>
    fileprivate let nodeTest: SIMD8<UInt64>

    /// Creates the mask that lets a set of fields through.
    package init(_ fields: FieldSet) {
      var answer = DecisionAnswer()
      for field in Field.allCases where fields.contains(field) { answer[field] = .max }
      (choice, test, nodeTest) = (answer.choice, answer.test, answer.nodeTest)
    }
  }

  /// Whether the fields that a mask lets through are the same.
  @inline(__always)
  package func agrees(with other: DecisionAnswer, in mask: Mask) -> Bool {
    let differences =
      (choice ^ other.choice) & mask.choice | (test ^ other.test) & mask.test
      | (nodeTest ^ other.nodeTest) & mask.nodeTest
    return differences == .zero
  }

  /// The first field of a set in which two answers differ.
  public func firstDifference(
    from other: DecisionAnswer, in fields: FieldSet = .all
  ) -> Field? {
    Field.allCases.first { fields.contains($0) && self[$0] != other[$0] }
  }
}
