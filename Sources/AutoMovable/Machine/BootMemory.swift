// SPDX-License-Identifier: MIT

/// A run of memory that there is at boot, apart from what zones span.
///
/// Zones span from their first page to their last one; below 4 GiB, and where
/// firmware keeps some for itself, there is less memory than that. Mirrors
/// `struct memblock_region`.
@frozen
public struct BootMemory: Hashable, Sendable {
  /// The pages, at least one. Mirrors `base` and `size`.
  public var pages: PageRange

  /// The node that the pages belong to. Mirrors `nid`.
  public var nodeID: NodeID

  /// Creates a run of boot memory.
  @inlinable
  public init(_ pages: PageRange, nodeID: NodeID) {
    self.pages = pages
    self.nodeID = nodeID
  }
}
