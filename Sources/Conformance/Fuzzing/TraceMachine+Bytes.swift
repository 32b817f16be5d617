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
  /// says the kernel and up to seven zones of boot memory, one behind the other.
  init(fuzzed source: inout ByteSource) {
    let flags = source.byte()
    let ratio = source.byte()
    let pages =
      MemoryGeometry.minimumBlockPages << (flags & 0x80 != 0 ? 1 : 0)
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
        isMemmapOnMemoryEnabled: flags & 8 == 0),
      blockSizeBytes: pages * MemoryGeometry.pageSize,
      possibleNodes: flags & 0x40 != 0 ? [0, 1, 2] : nil,
      autoOnlineType: OnlineType(rawValue: flags >> 4 & 3) ?? .offline)
    var pfn: UInt64 = 0
    let zones = source.byte()
    kernel = Self.kernels[Int(zones >> 3 & 7)]
    for _ in 0..<zones & 7 { addZone(at: &pfn, &source) }
    nodes.sort { $0.id < $1.id }
  }

  /// Reads a zone: its node and type, a gap before it in blocks, its size, and
  /// the pages that it has more than whole blocks.
  private mutating func addZone(at pfn: inout UInt64, _ source: inout ByteSource) {
    let kind = source.byte()
    let size = source.byte()
    pfn += UInt64(kind >> 4 & 3) * blockPages
    let id = NodeID(Int32(kind & 3) % 3)
    let type = ZoneType(rawValue: kind >> 2 & 3) ?? .normal
    let part: UInt64 = size & 0x80 == 0 ? 0 : UInt64(source.byte()) * 128
    let pages = UInt64(size & 0x1F) * blockPages + part
    let holes: UInt64 = size & 0x40 == 0 ? 0 : min(7, pages)
    let present = pages - holes
    let zone = Zone(
      startPFN: pages == 0 ? 0 : pfn, spannedPages: pages, presentPages: present,
      presentEarlyPages: present, cmaPages: kind & 0x80 == 0 ? 0 : 512)
    pfn += pages
    let index: Int
    if let found = nodes.firstIndex(where: { $0.id == id }) {
      index = found
    } else {
      index = nodes.count
      nodes.append(Node(id: id))
    }
    guard nodes[index][type] == Zone() else { return }
    nodes[index][type] = zone
  }
}
