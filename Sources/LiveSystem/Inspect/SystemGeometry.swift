// SPDX-License-Identifier: MIT

import AutoMovable

/// The sizes and zones of a system's kernel, and how they are known.
///
/// No file of sysfs has the size of a page. But counters are in pages and blocks in
/// bytes, so that hardly more than one size makes sense of both.
struct SystemGeometry {
  let geometry: Geometry

  /// What it follows from, or `nil` if nothing had to be inferred.
  let reason: String?

  /// What speaks against it.
  let doubt: String?
}

extension SystemGeometry {
  /// The sizes that pages of kernels have, the usual one first.
  private static let pageSizes: [UInt64] = [4 << 10, 16 << 10, 64 << 10]

  init(_ record: SystemRecord) {
    if let geometry = record.geometry {
      self.init(geometry: geometry, reason: nil, doubt: Self.doubt(of: geometry, record))
      return
    }
    let sizes = record.pageSize.map { [$0] } ?? Self.pageSizes
    let fitting = sizes.filter { record.fits(pageSize: $0) != false }
    let isTold = fitting.count == 1 && record.fits(pageSize: fitting[0]) != nil
    let (geometry, isSure) = Self.geometry(record, fitting.isEmpty ? sizes : fitting)
    let size = "\(geometry.pageSize >> 10) KiB"
    var reason: String? = "pages of \(size): no file has their size; the likeliest one"
    var doubt = Self.doubt(of: geometry, record)
    if record.pageSize != nil {
      reason = record.machineName == nil ? "the page size, and the zones that there are" : nil
    } else if isTold {
      reason = "pages of \(size): with these, zones are where their blocks are"
    } else if doubt == nil, !isSure {
      doubt =
        "no file says how large a page is, and this is no x86 machine: pages of \(size) are "
        + "assumed; --geometry or --page-size can say so"
    }
    self.init(geometry: geometry, reason: reason, doubt: doubt)
  }

  private static func doubt(of geometry: Geometry, _ record: SystemRecord) -> String? {
    guard record.fits(pageSize: geometry.pageSize) == false else {
      return record.hasBlocks(of: geometry) ? nil : record.doubtOfBlocks
    }
    return "with pages of \(geometry.pageSize >> 10) KiB, zones are not where their blocks are: "
      + "were the files read at one time?"
  }

  /// The geometry of the first architecture that a system can be of, and whether no
  /// other size of pages would do as well.
  private static func geometry(
    _ record: SystemRecord, _ sizes: [UInt64]
  ) -> (geometry: Geometry, isSure: Bool) {
    let possible = Architecture.allCases.filter { record.canBe($0, sizes) }
    let named = Set(record.zones.map(\.type))
    let isExact = { (architecture: Architecture) in
      ZoneType.allCases.allSatisfy {
        architecture.geometry.zones.contains($0) == named.contains($0)
      }
    }
    let usual = possible.filter(record.hasLikelyPages)
    if possible.contains(.x86_64) { return (.x86_64, true) }
    if let architecture = usual.first(where: isExact) ?? usual.first ?? possible.first {
      let sizes = Set(possible.map(\.geometry.pageSize))
      return (architecture.geometry, sizes.count == 1 || record.releaseNamesPages)
    }
    // No architecture's, so what is seen.
    var zones = Geometry.Zones.fewest
    for type in named { zones = zones.with(type) }
    let section = min(record.listedBlockSize ?? .max, Geometry.x86_64.sectionSize)
    let geometry = Geometry(pageSize: sizes[0], sectionSize: section, zones: zones)
    return (geometry ?? .x86_64, sizes.count == 1)
  }
}

// MARK: What there is to go by

extension SystemRecord {
  /// The blocks, unless they follow from a geometry themselves.
  private var listedBlocks: [CaptureBlock] { areBlocksAssumed ? [] : blocks }

  /// Their size.
  fileprivate var listedBlockSize: UInt64? {
    areBlocksAssumed && isBlockSizeInferred ? nil : blockSize
  }

  /// Whether zones have their memory where blocks are, in pages of a size; `nil` if there
  /// is nothing to tell.
  fileprivate func fits(pageSize: UInt64) -> Bool? {
    let populated = zones.filter { $0.present > 0 }
    let blocks = listedBlocks
    guard let blockSize, let first = blocks.first, let last = blocks.last, !populated.isEmpty
    else { return nil }
    var spans: [(zone: CaptureZone, bytes: Range<UInt64>)] = []
    var present: UInt64 = 0
    for zone in populated {
      // More than can be addressed is in no block.
      guard zone.present < 1 << 40, present < 1 << 40 else { return false }
      present += zone.present
      guard let start = zone.startPFN, let count = zone.spanned, count > 0 else { continue }
      guard start < 1 << 40, count < 1 << 40 else { return false }
      spans.append((zone, start * pageSize..<(start + count) * pageSize))
    }
    let extent = first.index * blockSize..<(last.index + 1) * blockSize
    let online = UInt64(blocks.count(where: \.isOnline)) * blockSize
    guard present * pageSize <= online,
      spans.allSatisfy({
        extent.contains($0.bytes.lowerBound) && $0.bytes.upperBound <= extent.upperBound
      })
    else { return false }
    let placed = blocks.filter { $0.currentZone != nil }
    // Without names of zones: holes hardly take two thirds of the blocks.
    guard !placed.isEmpty else { return present * pageSize >= online / 3 }
    return placed.allSatisfy { block in
      let bytes = block.index * blockSize..<(block.index + 1) * blockSize
      let own = spans.filter {
        $0.zone.type == block.currentZone
          && (block.nodes.isEmpty || block.nodes.contains($0.zone.nodeID.rawValue))
      }
      return own.isEmpty || own.contains { $0.bytes.overlaps(bytes) }
    }
  }

  /// Whether a kernel of a geometry has blocks of that size. x86 ones choose it: the smallest
  /// below 64 GiB, and 2 GiB at most.
  fileprivate func hasBlocks(of geometry: Geometry) -> Bool {
    guard geometry == .x86_64, let size = listedBlockSize, let last = blocks.last else {
      return true
    }
    let isLarge = last.index >= 64 << 30 / size
    return size <= (isLarge ? 2 << 30 : geometry.sectionSize)
  }

  /// What speaks against blocks of that size on x86.
  fileprivate var doubtOfBlocks: String {
    "memory blocks of \((blockSize ?? 0) >> 20) MiB, and none from 64 GiB on: x86 kernels have "
      + "128 MiB there, and 2048 MiB at most; --geometry can say what it is"
  }

  /// Whether the system can be of an architecture, with pages of one of some sizes.
  fileprivate func canBe(_ architecture: Architecture, _ sizes: [UInt64]) -> Bool {
    let geometry = architecture.geometry
    guard sizes.contains(geometry.pageSize), listedBlockSize ?? .max >= geometry.sectionSize,
      zones.allSatisfy({ geometry.zones.contains($0.type) }),
      listedBlocks.allSatisfy({ $0.currentZone.map(geometry.zones.contains) ?? true })
    else { return false }
    if let name = machineName ?? kernelRelease, let named = Architecture.family(in: name) {
      return named.contains(architecture)
    }
    return architecture != .x86_64 || hasZonesOfPC
  }

  /// Whether no zone reaches above where it ends on x86: DMA at 16 MiB, DMA32 at 4 GiB.
  private var hasZonesOfPC: Bool {
    let limits: [ZoneType: UInt64] = [.dma: 16 << 20, .dma32: 1 << 32]
    return zones.allSatisfy { zone in
      guard let limit = limits[zone.type], let spanned = zone.spanned, spanned > 0 else {
        return true
      }
      return (zone.startPFN ?? 0) &+ spanned <= limit / Geometry.x86_64.pageSize
    }
      && listedBlocks.allSatisfy { block in
        guard let limit = block.currentZone.flatMap({ limits[$0] }) else { return true }
        return block.index < limit / (blockSize ?? .max) || block.index == 0
      }
  }

  /// Whether the kernel's release ends in the size of its pages, as in `6.12.1+16k`.
  fileprivate var releaseNamesPages: Bool {
    ["16k", "64k"].contains { kernelRelease?.hasSuffix($0) == true }
  }

  /// Whether an architecture has pages of the size that the release names, or else of the
  /// likeliest one: only Apple's machines, which need 16 KiB, have DMA above 4 GiB alone.
  fileprivate func hasLikelyPages(_ architecture: Architecture) -> Bool {
    let size = architecture.geometry.pageSize >> 10
    if releaseNamesPages, let release = kernelRelease { return release.hasSuffix("\(size)k") }
    let fourGiB: UInt64 = 1 << 32
    let isHigh =
      if let first = listedBlocks.first(where: \.isOnline) {
        first.currentZone == .dma && first.index >= fourGiB / (blockSize ?? 1)
      } else {
        zones.first { $0.present > 0 }.map {
          $0.type == .dma && $0.startPFN ?? 0 >= fourGiB / Geometry.pageSizes.lowerBound
        } ?? false
      }
    return size == (isHigh ? 16 : 4)
  }
}

extension Architecture {
  /// The architectures that a kernel's release names, as distributions do, or `nil` if it
  /// names none.
  fileprivate static func family(in release: String) -> [Architecture]? {
    let families: [(names: [String], architectures: [Architecture])] = [
      (["x86_64", "amd64"], [.x86_64]),
      (["aarch64", "arm64"], [.arm64With4KiB, .arm64With16KiB, .arm64With64KiB]),
      (["s390x"], [.s390x]), (["ppc64", "powerpc64"], [.ppc64]), (["riscv64"], [.riscv64]),
    ]
    return families.first { $0.names.contains { release.contains($0) } }?.architectures
  }
}
