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

  /// The range by which a kernel zone was looked up, or `nil` if none was.
  ///
  /// It needn't be the range asked about; see `Policy.zone`.
  public let kernelLookup: PageRange?

  /// The pages of the device or unit that are movable already.
  public let onlineMovablePages: UInt64

  /// The pages that the ratio tests added, modulo 2^64; 0 if none was made.
  public let testedPages: UInt64

  /// The system-wide test, if it was made.
  public let systemTest: RatioTest?

  /// The node's test, if it was made.
  public let nodeTest: RatioTest?

  /// Creates the record of a decision.
  @inlinable
  public init(
    zone: ZoneType,
    nodeID: NodeID,
    reason: Reason,
    kernelLookup: PageRange? = nil,
    onlineMovablePages: UInt64 = 0,
    testedPages: UInt64 = 0,
    systemTest: RatioTest? = nil,
    nodeTest: RatioTest? = nil
  ) {
    self.zone = zone
    self.nodeID = nodeID
    self.reason = reason
    self.kernelLookup = kernelLookup
    self.onlineMovablePages = onlineMovablePages
    self.testedPages = testedPages
    self.systemTest = systemTest
    self.nodeTest = nodeTest
  }
}
