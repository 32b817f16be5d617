// SPDX-License-Identifier: MIT

/// The sizes and zones that a kernel's architecture and configuration fix.
///
/// Numbers of pages and page frame numbers are in pages of this geometry's size
/// everywhere. `docs/geometry.md` says which files of the kernel have these numbers.
@frozen
public struct Geometry: Hashable, Sendable {
  /// The size of a page, as a power of two. Mirrors `PAGE_SHIFT`.
  public let pageShift: UInt8

  /// The size of a section in bytes, as a power of two. Mirrors
  /// `SECTION_SIZE_BITS`.
  public let sectionSizeBits: UInt8

  /// The zones that nodes have. Mirrors `CONFIG_ZONE_DMA`, `CONFIG_ZONE_DMA32` and
  /// `CONFIG_ZONE_DEVICE`.
  public let zones: Zones

  /// Whether there can be nodes but node 0. Mirrors `CONFIG_NUMA`.
  ///
  /// Without, there is no `auto_movable_numa_aware`, which counts as false then.
  public let isNUMA: Bool

  /// Whether zones have `cma_pages`. Mirrors `CONFIG_CMA`.
  public let hasCMA: Bool

  @inlinable
  init(
    pageShift: UInt8, sectionSizeBits: UInt8, zones: Zones = .all,
    isNUMA: Bool = true, hasCMA: Bool = true
  ) {
    self.pageShift = pageShift
    self.sectionSizeBits = sectionSizeBits
    self.zones = zones
    self.isNUMA = isNUMA
    self.hasCMA = hasCMA
  }

  /// Creates a geometry, unless a size can't be.
  ///
  /// - Parameters:
  ///   - pageSize: The size of a page in bytes, a power of two in `pageSizes`.
  ///   - sectionSize: The size of a section in bytes, a power of two in
  ///     `sectionSizes`.
  ///   - zones: The zones that nodes have.
  ///   - isNUMA: Whether there can be several nodes.
  ///   - hasCMA: Whether zones have `cma_pages`.
  public init?(
    pageSize: UInt64, sectionSize: UInt64, zones: Zones = .all,
    isNUMA: Bool = true, hasCMA: Bool = true
  ) {
    guard Self.pageSizes.contains(pageSize), pageSize & (pageSize - 1) == 0,
      Self.sectionSizes.contains(sectionSize), sectionSize & (sectionSize - 1) == 0
    else { return nil }
    self.init(
      pageShift: UInt8(truncatingIfNeeded: pageSize.trailingZeroBitCount),
      sectionSizeBits: UInt8(truncatingIfNeeded: sectionSize.trailingZeroBitCount),
      zones: zones, isNUMA: isNUMA, hasCMA: hasCMA)
  }
}

extension Geometry {
  /// Compares all that is fixed.
  // Written out, so that it is inlined where batches are made and loaded.
  @inlinable
  public static func == (lhs: Geometry, rhs: Geometry) -> Bool {
    lhs.pageShift == rhs.pageShift && lhs.sectionSizeBits == rhs.sectionSizeBits
      && lhs.zones.bits == rhs.zones.bits && lhs.isNUMA == rhs.isNUMA
      && lhs.hasCMA == rhs.hasCMA
  }

  /// Whether there is all that x86-64 has, whatever the sizes.
  @inlinable package var isComplete: Bool {
    zones.bits == Zones.all.bits && isNUMA && hasCMA
  }
}

// MARK: Zones

extension Geometry {
  /// The zones that nodes have. Every kernel has `ZONE_NORMAL` and `ZONE_MOVABLE`.
  @frozen
  public struct Zones: Hashable, Sendable {
    /// A bit a zone, at the position of its raw value.
    @usableFromInline let bits: UInt8

    @inlinable
    init(bits: UInt8) { self.bits = bits }

    /// All five zones.
    @inlinable public static var all: Zones { Zones(bits: 0b11111) }

    /// `ZONE_NORMAL` and `ZONE_MOVABLE`, which every kernel has.
    @inlinable public static var fewest: Zones { Zones(bits: 0b01100) }

    /// These zones and another one.
    @inlinable
    public func with(_ zone: ZoneType) -> Zones {
      Zones(bits: bits | 1 &<< zone.rawValue)
    }

    /// Whether nodes have a zone.
    @inlinable
    public func contains(_ zone: ZoneType) -> Bool {
      bits &>> zone.rawValue & 1 != 0
    }
  }
}

// MARK: Sizes

extension Geometry {
  /// The sizes that pages can have, of the powers of two: 4 to 64 KiB.
  @inlinable public static var pageSizes: ClosedRange<UInt64> { 1 << 12...1 << 16 }

  /// The sizes that sections can have, of the powers of two: 16 MiB to 16 GiB.
  @inlinable public static var sectionSizes: ClosedRange<UInt64> { 1 << 24...1 << 34 }

  /// The physical addresses that there can be, as a power of two. Mirrors
  /// `MAX_PHYSMEM_BITS` of x86-64 with 5-level paging, on all architectures.
  @inlinable static var addressBits: UInt8 { 52 }

  /// The size of a page, in bytes. Mirrors `PAGE_SIZE`.
  @inlinable public var pageSize: UInt64 { 1 &<< UInt64(pageShift) }

  /// The size of a section, in bytes. Mirrors `MIN_MEMORY_BLOCK_SIZE`.
  @inlinable public var sectionSize: UInt64 { 1 &<< UInt64(sectionSizeBits) }

  /// The pages of a section, as a power of two. Mirrors `PFN_SECTION_SHIFT`.
  @inlinable public var sectionShift: UInt64 { UInt64(sectionSizeBits &- pageShift) }

  /// The pages of one memory section. Mirrors `PAGES_PER_SECTION`.
  @inlinable public var pagesPerSection: UInt64 { 1 &<< sectionShift }

  /// The number of sections that can exist. A section number at or above it is
  /// never online. Mirrors `NR_MEM_SECTIONS`.
  @inlinable public var sectionCount: UInt64 {
    1 &<< UInt64(Self.addressBits &- sectionSizeBits)
  }

  /// The most sections that can exist in any geometry: of the smallest ones.
  @inlinable public static var greatestSectionCount: UInt64 {
    1 &<< UInt64(addressBits) / sectionSizes.lowerBound
  }

  /// The number of pages that can exist. A page frame number at or above it can't
  /// be addressed.
  @inlinable public var pageCount: UInt64 { 1 &<< UInt64(Self.addressBits &- pageShift) }

  /// The smallest memory block, in pages: one section. Mirrors
  /// `MIN_MEMORY_BLOCK_SIZE`.
  @inlinable public var minimumBlockPages: UInt64 { pagesPerSection }

  /// The pages of the part of a section that can be valid alone, 2 MiB. Mirrors
  /// `PAGES_PER_SUBSECTION`.
  @inlinable public var pagesPerSubsection: UInt64 { 1 &<< UInt64(21 &- pageShift) }

  /// The pages of a page block: what a page of page tables maps, 8 bytes a page,
  /// but a section at most. Mirrors `pageblock_nr_pages` and
  /// `PMD_SIZE`.
  @inlinable public var pageBlockPages: UInt64 {
    min(pageSize / 8, pagesPerSection)
  }

  /// What the kernel's map of memory takes for each page, in bytes. Mirrors
  /// `sizeof(struct page)`.
  @inlinable public var pageMapBytes: UInt64 { 64 }
}

extension Geometry {
  /// The section of a page. Mirrors `pfn_to_section_nr`.
  @inlinable @inline(__always)
  public func section(ofPFN pfn: UInt64) -> UInt64 { pfn &>> sectionShift }

  /// The first page frame number of a section, modulo 2^64. Mirrors
  /// `section_nr_to_pfn`.
  @inlinable @inline(__always)
  public func startPFN(ofSection section: UInt64) -> UInt64 { section &<< sectionShift }
}

// MARK: Architectures

extension Geometry {
  /// x86-64: pages of 4 KiB, sections of 128 MiB, all zones.
  @inlinable public static var x86_64: Geometry {
    Geometry(pageShift: 12, sectionSizeBits: 27)
  }

  /// arm64 with pages of 4 KiB: sections of 128 MiB, all zones.
  @inlinable public static var arm64With4KiB: Geometry {
    Geometry(pageShift: 12, sectionSizeBits: 27)
  }

  /// arm64 with pages of 16 KiB: sections of 128 MiB, all zones.
  @inlinable public static var arm64With16KiB: Geometry {
    Geometry(pageShift: 14, sectionSizeBits: 27)
  }

  /// arm64 with pages of 64 KiB: sections of 512 MiB, all zones.
  @inlinable public static var arm64With64KiB: Geometry {
    Geometry(pageShift: 16, sectionSizeBits: 29)
  }

  /// s390: pages of 4 KiB, sections of 256 MiB, and of the DMA zones only
  /// `ZONE_DMA`.
  @inlinable public static var s390x: Geometry {
    Geometry(pageShift: 12, sectionSizeBits: 28, zones: .fewest.with(.dma))
  }

  /// 64-bit POWER: pages of 64 KiB, sections of 16 MiB, no DMA zones.
  @inlinable public static var ppc64: Geometry {
    Geometry(pageShift: 16, sectionSizeBits: 24, zones: .fewest.with(.device))
  }

  /// 64-bit RISC-V: pages of 4 KiB, sections of 128 MiB, and of the DMA zones only
  /// `ZONE_DMA32`.
  @inlinable public static var riscv64: Geometry {
    Geometry(
      pageShift: 12, sectionSizeBits: 27, zones: .fewest.with(.dma32).with(.device))
  }
}

// MARK: What a geometry leaves out

extension Geometry {
  /// Of some nodes those that can ever be online: without `CONFIG_NUMA`, node 0.
  public func possible(_ nodes: NodeSet) -> NodeSet {
    guard !isNUMA else { return nodes }
    var first = NodeSet()
    if nodes.contains(0) { first.insert(0) }
    return first
  }

  /// A zone that has something in a node, but isn't configured.
  public func unconfiguredZone(in node: borrowing Node) -> ZoneType? {
    for index in node.zones.indices {
      guard let type = ZoneType(rawValue: UInt8(index)), !zones.contains(type),
        node.zones[index] != Zone()
      else { continue }
      return type
    }
    return nil
  }

  /// Clears `cmaPages` of a node's zones if there is no `CONFIG_CMA`.
  @inlinable
  public func conform(_ node: inout Node) {
    guard !hasCMA else { return }
    for index in node.zones.indices { node.zones[index].cmaPages = 0 }
  }

  /// Clears `isAutoMovableNUMAAware` if there is no `CONFIG_NUMA`.
  @inlinable
  public func conform(_ policy: inout Policy) {
    if !isNUMA { policy.isAutoMovableNUMAAware = false }
  }
}
