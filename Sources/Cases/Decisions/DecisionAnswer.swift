// SPDX-License-Identifier: MIT

/// An implementation's answer with every value that it saw on the way, flat.
///
/// All implementations fill the same fields, so that answers are compared
/// word by word; `Field` names the words.
public struct DecisionAnswer: Sendable {
  // Vectors rather than an array, so that answers are moved and compared in
  // registers.

  /// The words of the zone's choice: those of the fields from `result` on.
  @usableFromInline package var choice: SIMD8<UInt64>

  /// The words of the first ratio test: those of the fields from `testExit` on.
  @usableFromInline package var test: SIMD8<UInt64>

  /// The words of the node's ratio test: those from `nodeTestExit` on.
  @usableFromInline package var nodeTest: SIMD8<UInt64>

  /// Creates an answer of zeros.
  @inlinable
  public init() {
    choice = .zero
    test = .zero
    nodeTest = .zero
  }

  /// The word of a field.
  @inlinable
  public subscript(field: Field) -> UInt64 {
    get {
      switch field.rawValue {
      case 0..<8: choice[field.rawValue]
      case 8..<16: test[field.rawValue - 8]
      default: nodeTest[field.rawValue - 16]
      }
    }
    set {
      switch field.rawValue {
      case 0..<8: choice[field.rawValue] = newValue
      case 8..<16: test[field.rawValue - 8] = newValue
      default: nodeTest[field.rawValue - 16] = newValue
      }
    }
  }
}

extension DecisionAnswer {
  /// The meaning of a word of an answer.
  public enum Field: Int, CaseIterable, Sendable {
    /// 1 if memory may become movable; or the index of the zone.
    case result = 0
    /// The node of the zone.
    case nid
    /// The step that settled a zone: a raw value of `OnlineDecision.Reason`.
    case exit
    /// 1 if a kernel zone was looked up.
    case kernelLookup
    /// The first page frame number of that lookup.
    case kernelPFN
    /// The number of pages of that lookup.
    case kernelPages
    /// The pages of the device or unit that were movable already.
    case onlinePages
    /// The pages that the ratio tests added.
    case testedPages
    /// How the first ratio test ended: 0 not made, 1 refused by the
    /// requirement, 2 compared.
    case testExit
    /// `kernel_early_pages` of the first test.
    case testKernelEarly
    /// `movable_pages` of the zones in the first test.
    case testMovable
    /// `req_kernel_early_pages` of the first test.
    case testRequirement
    /// `movable_pages` of the groups in the first test.
    case testGroupMovable
    /// The kernel pages that counted in the first test's comparison.
    case testKernel
    /// The movable pages that were compared in the first test.
    case testWanted
    /// The limit that they were compared with in the first test.
    case testLimit
    /// How the node's test ended, and so on as for the first test.
    case nodeTestExit
    /// `kernel_early_pages` of the node's test.
    case nodeTestKernelEarly
    /// `movable_pages` of the zones in the node's test.
    case nodeTestMovable
    /// `req_kernel_early_pages` of the node's test.
    case nodeTestRequirement
    /// `movable_pages` of the groups in the node's test.
    case nodeTestGroupMovable
    /// The kernel pages that counted in the node's comparison.
    case nodeTestKernel
    /// The movable pages that were compared in the node's test.
    case nodeTestWanted
    /// The limit that they were compared with in the node's test.
    case nodeTestLimit
  }
}

extension DecisionAnswer: Equatable {
  /// Compares all words.
  @inlinable @inline(__always)
  public static func == (lhs: DecisionAnswer, rhs: DecisionAnswer) -> Bool {
    // One branch for all words: equal answers are by far the usual case.
    let eight =
      (lhs.choice ^ rhs.choice) | (lhs.test ^ rhs.test)
      | (lhs.nodeTest ^ rhs.nodeTest)
    let four = eight.lowHalf | eight.highHalf
    let two = four.lowHalf | four.highHalf
    return two[0] | two[1] == 0
  }
}
extension DecisionAnswer {
  /// Whether the results agree, whatever the values on the way.
  @inlinable
  public func hasSameResult(as other: DecisionAnswer) -> Bool {
    self[.result] == other[.result] && self[.nid] == other[.nid]
  }
}
