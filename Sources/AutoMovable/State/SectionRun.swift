// SPDX-License-Identifier: MIT

/// Neighbouring online memory sections with the same zone.
///
/// Stands for what `pfn_to_online_page` finds at their pages.
@frozen
public struct SectionRun: Hashable, Sendable {
  /// The first section number: a page frame number / the pages of a section.
  public var firstSection: UInt64

  /// The number of sections, 1 or more.
  public var sectionCount: UInt64

  /// The zone that the pages belong to.
  public var zone: ZoneType

  /// The node that the pages belong to.
  public var nodeID: NodeID

  /// Creates a run of sections.
  @inlinable
  public init(
    firstSection: UInt64, sectionCount: UInt64, zone: ZoneType, nodeID: NodeID
  ) {
    self.firstSection = firstSection
    self.sectionCount = sectionCount
    self.zone = zone
    self.nodeID = nodeID
  }
}

extension SectionRun {
  /// The section number past the last one.
  @inlinable
  public var endSection: UInt64 { firstSection &+ sectionCount }

  /// Whether it has sections, all of which can be addressed.
  @inlinable
  public func isAddressable(in geometry: Geometry = .x86_64) -> Bool {
    firstSection < geometry.sectionCount && sectionCount > 0
      && sectionCount <= geometry.sectionCount - firstSection
  }
}
