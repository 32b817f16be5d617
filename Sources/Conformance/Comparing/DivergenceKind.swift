// SPDX-License-Identifier: MIT

public import AutoMovable

/// In what two answers to a query differ first, and the function of the kernel
/// in which that value comes about.
///
/// There are few kinds, whatever the cases: numbers aren't part of them.
/// Divergences of one cause mostly share theirs.
public struct DivergenceKind: Hashable, Sendable {
  /// The function of the kernel.
  public let function: Function

  /// The ratio test in which it is, if it is in one.
  public let test: Test?

  /// What differs.
  public let value: Value

  /// How it differs.
  public let change: Change

  /// A function of the kernel, by its name there.
  public enum Function: String, Sendable {
    /// Chooses the zone of a range by request and policy.
    case zoneForRange = "zone_for_pfn_range"
    /// Chooses it under `contig-zones`.
    case defaultZone = "default_zone_for_pfn"
    /// Looks up a kernel zone by its span.
    case defaultKernelZone = "default_kernel_zone_for_pfn"
    /// Chooses it under `auto-movable`.
    case autoMovableZone = "auto_movable_zone_for_pfn"
    /// Makes a ratio test.
    case canOnlineMovable = "auto_movable_can_online_movable"
    /// Adds a zone to a test's sums.
    case accountZone = "auto_movable_stats_account_zone"
    /// Adds a group to a test's sums.
    case accountGroup = "auto_movable_stats_account_group"
  }

  /// A ratio test of a decision.
  public enum Test: String, Sendable {
    /// The test of all nodes.
    case system = "system-wide"
    /// The test of one node.
    case node
  }

  /// What is computed or decided, by the kernel's name if it has one.
  public enum Value: String, Sendable {
    /// Which of the functions is to choose the zone.
    case branch
    /// Whether the ratio is 0.
    case ratioIsZero = "ratio of 0"
    /// Whether a static group has kernel pages.
    case groupHasKernelPages = "kernel pages in the group"
    /// Whether a unit has an online kernel section.
    case unitHasKernelSection = "kernel section in the unit"
    /// The pages of the device or unit that are movable already, if there was a test.
    case onlinePages = "online_pages"
    /// The pages that the ratio tests add.
    case testedPages = "nr_pages to test"
    /// Whether the system-wide test is made.
    case systemTest = "system-wide test"
    /// Whether the node's test is made.
    case nodeTest = "test of the node"
    /// The early kernel pages of the zones.
    case kernelEarly = "kernel_early_pages"
    /// The movable pages of the zones, or of the groups.
    case movable = "movable_pages"
    /// The early kernel pages that the groups need.
    case required = "req_kernel_early_pages"
    /// How the test of the requirement ended.
    case requirement
    /// The kernel pages that count in the comparison.
    case kernel = "kernel_pages"
    /// The movable pages that are compared.
    case wanted = "online_movable_pages"
    /// The limit, or how the comparison with it ended.
    case limit
    /// Whether a kernel zone is looked up.
    case lookup = "lookup of a kernel zone"
    /// The first page frame number of that lookup.
    case lookupPFN = "pfn of the lookup"
    /// The number of pages of that lookup.
    case lookupPages = "nr_pages of the lookup"
    /// Why the zone was chosen.
    case exit = "reason"
    /// The zone.
    case zone
    /// The node of the zone.
    case nid
    /// Whether memory may become movable, or whether there is an answer at all.
    case result
  }

  /// How the subject's value differs from the reference's.
  public enum Change: Hashable, Sendable {
    /// It is another number.
    case number
    /// It is the first where the reference's is the other.
    case instead(Outcome, of: Outcome)
  }

  /// What a check, a test or a query ends with.
  public enum Outcome: Hashable, Sendable {
    /// A test refuses.
    case refused
    /// A test allows.
    case allowed
    /// A check settles for a kernel zone.
    case kernelZone
    /// A check finds nothing.
    case goesOn
    /// A test or lookup is made.
    case made
    /// A test or lookup isn't made.
    case notMade
    /// The branch for `online_kernel`.
    case onlineKernel
    /// The branch for `online_movable`.
    case onlineMovable
    /// The branch for the policy `contig-zones`.
    case contigZones
    /// The branch for the policy `auto-movable`.
    case autoMovable
    /// A zone.
    case zone(ZoneType)
    /// Any answer at all.
    case answer
    /// No zone at all.
    case noZone
    /// What no kernel answers.
    case impossible
    /// A signal ended the implementation.
    case crash(signal: Int32)
  }
}

// MARK: Names

extension DivergenceKind: CustomStringConvertible {
  /// The kind in words, such as `auto_movable_can_online_movable (system-wide):
  /// limit: refused instead of allowed`.
  public var description: String {
    let place = test.map { " (\($0.rawValue))" } ?? ""
    let head = "\(function.rawValue)\(place): \(value.rawValue)"
    return switch change {
    case .number: "\(head) differs"
    case .instead(let subject, let reference): "\(head): \(subject) instead of \(reference)"
    }
  }

  /// The kind for programs: parts between slashes, which stay what they are from
  /// version to version.
  public var signature: String {
    var parts = [function.rawValue]
    if let test { parts.append(test.rawValue) }
    parts.append(value.rawValue)
    if case .instead(let subject, let reference) = change {
      parts += [subject.description, reference.description]
    }
    return parts.map(\.dashed).joined(separator: "/")
  }
}

extension DivergenceKind.Outcome: CustomStringConvertible {
  /// The outcome in words.
  public var description: String {
    switch self {
    case .refused: "refused"
    case .allowed: "allowed"
    case .kernelZone: "kernel zone"
    case .goesOn: "goes on"
    case .made: "made"
    case .notMade: "not made"
    case .onlineKernel: "online_kernel"
    case .onlineMovable: "online_movable"
    case .contigZones: "contig-zones"
    case .autoMovable: "auto-movable"
    case .zone(let zone): "\(zone.name)"
    case .answer: "an answer"
    case .noZone: "no zone"
    case .impossible: "no possible answer"
    case .crash(let signal): "crash by signal \(signal)"
    }
  }
}

extension String {
  /// The words with dashes between them.
  fileprivate var dashed: String { split(separator: " ").joined(separator: "-") }
}
