// SPDX-License-Identifier: MIT

/// An implementation's answer with every value that it saw on the way, flat.
///
/// All implementations fill the same fields, so that answers are compared
/// word by word; `Field` names the words.
public struct DecisionAnswer: Sendable {
  /// The words, indexed by the raw value of `Field`.
  public var words: [24 of UInt64]

  /// Creates an answer of zeros.
  @inlinable
  public init() { words = .init(repeating: 0) }

  /// The word of a field.
  @inlinable
  public subscript(field: Field) -> UInt64 {
    get { words[field.rawValue] }
    set { words[field.rawValue] = newValue }
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
  @inlinable
  public static func == (lhs: DecisionAnswer, rhs: DecisionAnswer) -> Bool {
    // One branch for all words: equal answers are by far the usual case.
    var difference: UInt64 = 0
    for index in lhs.words.indices {
      difference |= lhs.words[index] ^ rhs.words[index]
    }
    return difference == 0
  }
}

extension DecisionAnswer {
  /// Whether the results agree, whatever the values on the way.
  @inlinable
  public func hasSameResult(as other: DecisionAnswer) -> Bool {
    self[.result] == other[.result] && self[.nid] == other[.nid]
  }

  /// The first field in which two answers differ.
  public func firstDifference(from other: DecisionAnswer) -> Field? {
    Field.allCases.first { self[$0] != other[$0] }
  }

  /// A 64-bit digest of the answer to the case with an index.
  ///
  /// Digests are added up to a run's checksum, so that order doesn't matter
  /// and the checksums of shards add up to that of the whole.
  @inlinable
  public func digest(index: UInt64) -> UInt64 {
    // Independent products, so that the processor overlaps them; odd factors
    // lose no bit of a word.
    var sum: UInt64 = 0
    var factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    for index in words.indices {
      sum &+= words[index] &* factor
      factor &+= 0xD1B5_4A32_D192_ED02
    }
    return SplitMix64.mix(sum ^ SplitMix64.mix(index))
  }
}
