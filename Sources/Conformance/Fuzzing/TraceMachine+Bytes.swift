// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension TraceMachine {
  private static let ratios: [UInt32] = [
    301, 300, 100, 400, 50, 1, 0, 1000, 299, 302, 150, .max, 1 << 31, (1 << 31) - 1,
  ]

  /// One on either side of each difference between kernels.
  private static let kernels: [KernelVersion] = [
    .standard, .first, KernelVersion(5, 19), KernelVersion(6, 6), KernelVersion(6, 8),
    KernelVersion(6, 12), KernelVersion(6, 16), KernelVersion(7, 3),
  ]

  /// Reads a machine that can be: a byte of flags, the ratio, and a byte that
  /// says the kernel and up to seven zones of boot memory, one behind the
  /// other or one in a hole of another.
  init(fuzzed source: inout ByteSource) {
    let flags = source.byte()
    let ratio = source.byte()
    let pages =
      Geometry.x86_64.minimumBlockPages << (flags & 0x80 != 0 ? 1 : 0)
    self.init(
      parameters: ModuleParameters(
        policy: Policy(
          onlinePolicy: flags & 1 == 0 ? .autoMovable : .contigZones,
          autoMovableRatio: Int(ratio) < Self.ratios.count
            ? Self.ratios[Int(ratio)]
            : ratio == 0xFF
              ? UInt32(truncatingIfNeeded: source.uint64()) : UInt32(ratio),
          isAutoMovableNUMAAware: flags & 2 == 0,
          isMovableNodeEnabled: flags & 4 != 0),
        memmapOnMemory: flags & 8 == 0 ? .enabled : .disabled),
      blockSizeBytes: pages * Geometry.x86_64.pageSize,
      possibleNodes: flags & 0x40 != 0 ? [0, 1, 2] : nil,
      autoOnlineType: OnlineType(rawValue: flags >> 4 & 3) ?? .offline)
    let count = source.byte()
    if count & 0x80 != 0 { memory = [] }
    kernel = Self.kernels[Int(count >> 3 & 7)]
    var place = Place()
    for _ in 0..<count & 7 { addZone(at: &place, &source) }
    nodes.sort { $0.id < $1.id }
    memory?.sort { $0.pages.startPFN < $1.pages.startPFN }
    fitMemory()
  }

  /// Where the next zone goes.
  private struct Place {
    /// Past all zones so far.
    var pfn: UInt64 = 0
    /// A hole of a node for a zone of another one.
    var hole: (pages: PageRange, nodeID: NodeID)?
  }

  /// Reads a zone: its node and type, a gap before it in blocks, its size, and
  /// the pages that it has more than whole blocks; then its hole, if the memory
  /// is told.
  private mutating func addZone(at place: inout Place, _ source: inout ByteSource) {
    let kind = source.byte()
    let size = source.byte()
    let id = NodeID(Int32(kind & 3) % 3)
    let type = ZoneType(rawValue: kind >> 2 & 3) ?? .normal
    let part: UInt64 = size & 0x80 == 0 ? 0 : UInt64(source.byte()) * 128
    var pages = UInt64(size & 0x1F) * blockPages + part
    var pfn = place.pfn + UInt64(kind >> 4 & 3) * blockPages
    var isInHole = false
    if let hole = place.hole, hole.nodeID != id {
      pfn = hole.pages.startPFN
      pages = min(pages, hole.pages.pageCount)
      place.hole = nil
      isInHole = true
    } else {
      place.pfn = pfn + pages
    }
    let holes: UInt64 = size & 0x40 == 0 ? 0 : min(7, pages)
    let present = pages - holes
    let zone = Zone(
      startPFN: pages == 0 ? 0 : pfn, spannedPages: pages, presentPages: present,
      presentEarlyPages: present, cmaPages: kind & 0x80 == 0 ? 0 : 512)
    let index: Int
    if let found = nodes.firstIndex(where: { $0.id == id }) {
      index = found
    } else {
      index = nodes.count
      nodes.append(Node(id: id))
    }
    guard nodes[index][type] == Zone() else { return }
    nodes[index][type] = zone
    guard memory != nil, pages > 0 else { return }
    let hole = PageRange(
      startPFN: pfn, pageCount: pages, holeFuzzed: &source, blockPages)
    for (start, end) in [(pfn, hole.startPFN), (hole.endPFN, pfn + pages)] where start < end {
      memory?.append(
        BootMemory(PageRange(startPFN: start, pageCount: end - start), nodeID: id))
    }
    // A hole in a zone in a hole might be spanned by the node that it is for.
    if hole.pageCount > 0, !isInHole { place.hole = (hole, id) }
  }
}

extension PageRange {
  /// Reads a hole in a range: where it is and how long, in blocks or in 128 pages.
  fileprivate init(
    startPFN: UInt64, pageCount: UInt64, holeFuzzed source: inout ByteSource,
    _ blockPages: UInt64
  ) {
    let first = source.byte()
    let size = source.byte()
    let unit = size & 0x80 == 0 ? blockPages : 128
    let skipped = UInt64(first) * unit % pageCount
    self.init(
      startPFN: startPFN + skipped,
      pageCount: min(UInt64(size & 0x7F) * unit, pageCount - skipped))
  }
}
