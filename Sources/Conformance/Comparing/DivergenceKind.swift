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
    case zoneForRange = "zone_for_pfn_range"
    case defaultZone = "default_zone_for_pfn"
    case defaultKernelZone = "default_kernel_zone_for_pfn"
    case autoMovableZone = "auto_movable_zone_for_pfn"
    case canOnlineMovable = "auto_movable_can_online_movable"
    case accountZone = "auto_movable_stats_account_zone"
    case accountGroup = "auto_movable_stats_account_group"
  }

  /// A ratio test of a decision.
  public enum Test: String, Sendable {
    case system = "system-wide"
    case node
  }

  /// What is computed or decided, by the kernel's name if it has one.
  public enum Value: String, Sendable {
    /// Which of the functions is to choose the zone.
    case branch
    case ratioIsZero = "ratio of 0"
    case groupHasKernelPages = "kernel pages in the group"
    case unitHasKernelSection = "kernel section in the unit"
    case onlinePages = "online_pages"
    case testedPages = "nr_pages to test"
    case systemTest = "system-wide test"
    case nodeTest = "test of the node"
    case kernelEarly = "kernel_early_pages"
    case movable = "movable_pages"
    case required = "req_kernel_early_pages"
    case requirement
    case kernel = "kernel_pages"
    case wanted = "online_movable_pages"
    case limit
    case lookup = "lookup of a kernel zone"
    case lookupPFN = "pfn of the lookup"
    case lookupPages = "nr_pages of the lookup"
    case exit = "reason"
    case zone
    case nid
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
    case refused, allowed
    case kernelZone, goesOn
    case made, notMade
    case onlineKernel, onlineMovable, contigZones, autoMovable
    case zone(ZoneType)
    case answer, noZone, impossible
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
