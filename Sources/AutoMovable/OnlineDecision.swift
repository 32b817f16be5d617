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
    /// A kernel zone was wished for.
    case kernelRequested
    /// `ZONE_MOVABLE` was wished for.
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
  public let zone: ZoneType

  /// The node of the zone.
  public let nodeID: NodeID

  /// The step that settled it.
  public let reason: Reason

  /// The pages of the device or unit that are movable already.
  public let onlineMovablePages: UInt64

  /// The pages that the ratio tests added, modulo 2^64; 0 if none was made.
  public let testedPages: UInt64

  // Flat rather than optional: see `RatioTest`.
  @usableFromInline package let lookup: PageRange
  @usableFromInline package let storedSystemTest: RatioTest
  @usableFromInline package let storedNodeTest: RatioTest

  /// Creates the record of a decision.
  @inlinable
  init(
    zone: ZoneType,
    nodeID: NodeID,
    reason: Reason,
    lookup: PageRange = PageRange(startPFN: 0, pageCount: 0),
    onlineMovablePages: UInt64 = 0,
    testedPages: UInt64 = 0,
    systemTest: RatioTest = RatioTest(),
    nodeTest: RatioTest = RatioTest()
  ) {
    self.zone = zone
    self.nodeID = nodeID
    self.reason = reason
    self.lookup = lookup
    self.onlineMovablePages = onlineMovablePages
    self.testedPages = testedPages
    self.storedSystemTest = systemTest
    self.storedNodeTest = nodeTest
  }
}

extension OnlineDecision {
  /// The range by which a kernel zone was looked up, or `nil` if none was.
  ///
  /// It needn't be the range asked about; see
  /// ``Policy/zone(for:onlineType:nodeID:group:nodes:groups:sections:)``.
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
