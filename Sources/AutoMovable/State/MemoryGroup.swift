// SPDX-License-Identifier: MIT

/// The memory of one hotplugged device. Mirrors `struct memory_group`.
@frozen
public struct MemoryGroup: Hashable, Sendable {
  /// How the device's memory comes and goes.
  @frozen
  public enum Kind: Hashable, Sendable {
    /// A device that is added and removed as a whole, as a DIMM is.
    ///
    /// `maxPages` is its size in pages, 1 to 2^64-1. Mirrors `s.max_pages`.
    case `static`(maxPages: UInt64)

    /// A device that grows and shrinks by units, as virtio-mem does.
    ///
    /// `unitPages` is the unit in pages, a power of two and at least a memory
    /// block. Mirrors `d.unit_pages`.
    case dynamic(unitPages: UInt64)
  }

  /// The group's number.
  public let id: MemoryGroupID

  /// The node that the device belongs to. Mirrors `nid`.
  public let nodeID: NodeID

  /// Static or dynamic, with the size that belongs to it.
  public let kind: Kind

  /// The group's online pages in kernel zones. Mirrors `present_kernel_pages`.
  public var presentKernelPages: UInt64

  /// The group's online pages in `ZONE_MOVABLE`. Mirrors
  /// `present_movable_pages`.
  public var presentMovablePages: UInt64

  /// The memory blocks that belong to the group, online or not; the length of
  /// the kernel's `memory_blocks` list.
  public var blockCount: UInt32

  /// Creates a group as the kernel holds it; nothing is checked.
  ///
  /// ``MemoryGroupRegistry`` checks what registration checks.
  @inlinable
  public init(
    id: MemoryGroupID,
    nodeID: NodeID,
    kind: Kind,
    presentKernelPages: UInt64 = 0,
    presentMovablePages: UInt64 = 0,
    blockCount: UInt32 = 0
  ) {
    self.id = id
    self.nodeID = nodeID
    self.kind = kind
    self.presentKernelPages = presentKernelPages
    self.presentMovablePages = presentMovablePages
    self.blockCount = blockCount
  }
}

extension MemoryGroup {
  /// Whether kernel memory of the group allows more movable memory in it.
  ///
  /// Mirrors `is_dynamic`.
  @inlinable
  public var isDynamic: Bool { kind.isDynamic }
}

extension MemoryGroup.Kind {
  /// Whether the device grows and shrinks. Mirrors `is_dynamic`.
  @inlinable
  public var isDynamic: Bool {
    switch self {
    case .static: false
    case .dynamic: true
    }
  }

  /// The size of a static group, or the unit of a dynamic one, in pages. Mirrors
  /// `s.max_pages` and `d.unit_pages`.
  @inlinable
  public var pages: UInt64 {
    switch self {
    case .static(let pages), .dynamic(let pages): pages
    }
  }

  /// Checks the size as registration does.
  ///
  /// - Parameter blockPages: The size of a memory block, in pages: the smallest
  ///   unit.
  /// - Throws: `emptyGroup` or `invalidUnit`
  @inlinable
  public func validateSize(
    blockPages: UInt64 = Geometry.x86_64.minimumBlockPages
  ) throws(HotplugError) {
    switch self {
    case .static(let maxPages):
      guard maxPages != 0 else { throw .emptyGroup }
    case .dynamic(let unitPages):
      guard unitPages != 0, unitPages & (unitPages &- 1) == 0,
        unitPages >= blockPages
      else { throw .invalidUnit }
    }
  }
}
