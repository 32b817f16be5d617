// SPDX-License-Identifier: MIT

/// The zone that memory goes to, and why.
///
/// Mirrors the result of `zone_for_pfn_range` together with what
/// `auto_movable_zone_for_pfn` saw on its way.
@frozen
public struct OnlineDecision: Hashable, Sendable {
  /// The step that settled the zone.
  @frozen
  public enum Reason: UInt8, Hashable, Sendable {
    /// A kernel zone was requested.
    case kernelRequested
    /// `ZONE_MOVABLE` was requested.
    case movableRequested
    /// The policy `contigZones` chose by the zones' spans.
    case contiguousZones
    /// The ratio is 0.
    case ratioIsZero
    /// The static group has pages in a kernel zone already.
    case groupHasKernelPages
    /// The unit of the dynamic group has an online section outside
    /// `ZONE_MOVABLE`.
    case unitHasKernelSection
    /// The ratio wouldn't hold system-wide.
    case refusedBySystem
    /// The ratio wouldn't hold on the node.
    case refusedByNode
    /// The ratio holds.
    case allowed
  }

  /// The type of the zone.
  public internal(set) var zone: ZoneType

  /// The node of the zone.
  public let nodeID: NodeID

  /// The step that settled it.
  public internal(set) var reason: Reason

  /// The pages of the device or unit that are movable already; 0 if no ratio test
  /// was made.
  public internal(set) var onlineMovablePages: UInt64

  /// The pages that the ratio tests added, modulo 2^64; 0 if none was made.
  public internal(set) var testedPages: UInt64

  // Flat rather than optional: see `RatioTest`.
  @usableFromInline package internal(set) var lookup: PageRange
  @usableFromInline package internal(set) var storedSystemTest: RatioTest
  @usableFromInline package internal(set) var storedNodeTest: RatioTest

  /// Creates the record of a decision that is still to be made.
  @inline(__always)
  init(for nodeID: NodeID) {
    zone = .normal
    self.nodeID = nodeID
    reason = .kernelRequested
    onlineMovablePages = 0
    testedPages = 0
    lookup = PageRange(startPFN: 0, pageCount: 0)
    storedSystemTest = RatioTest()
    storedNodeTest = RatioTest()
  }
}

extension OnlineDecision {
  /// The range by which a kernel zone was looked up, or `nil` if none was.
  ///
  /// It needn't be the range asked about; see
  /// ``Policy/onlineDecision(for:onlineType:nodeID:group:nodes:groups:sections:geometry:)``.
  @inlinable
  public var kernelLookup: PageRange? {
    switch reason {
    case .movableRequested, .allowed: nil
    default: lookup
    }
  }

  /// The system-wide test, or `nil` if it wasn't made.
  @inlinable
  public var systemTest: RatioTest? { storedSystemTest.ifMade }

  /// The node's test, or `nil` if it wasn't made.
  @inlinable
  public var nodeTest: RatioTest? { storedNodeTest.ifMade }
}

extension OnlineDecision.Reason {
  /// The step in a few words, as reports and the C interface tell it.
  @inlinable
  public var summary: StaticString {
    switch self {
    case .kernelRequested: "kernel zone requested"
    case .movableRequested: "ZONE_MOVABLE requested"
    case .contiguousZones: "zones kept contiguous"
    case .ratioIsZero: "ratio is 0"
    case .groupHasKernelPages: "device has kernel memory"
    case .unitHasKernelSection: "unit has kernel memory"
    case .refusedBySystem: "refused system-wide"
    case .refusedByNode: "refused on the node"
    case .allowed: "ratio holds"
    }
  }
}
