// SPDX-License-Identifier: MIT

public import AutoMovable

/// One operation of a trace: a call of the kernel, or a read or write of a file
/// in sysfs.
public enum TraceOperation: Hashable, Sendable {
  /// `memory_group_register_static` or `memory_group_register_dynamic`.
  case registerGroup(MemoryGroup.Kind, NodeID)

  /// `memory_group_unregister`.
  case unregisterGroup(MemoryGroupID)

  /// `add_memory`; the flag is `MHP_MEMMAP_ON_MEMORY`. With an online type it is
  /// `__add_memory_driver_managed`.
  case addMemory(
    PageRange, MemoryTarget, usesMemmapOnMemory: Bool, onlineType: OnlineType? = nil)

  /// `remove_memory`.
  case removeMemory(PageRange)

  /// `offline_and_remove_memory`.
  case offlineAndRemoveMemory(PageRange)

  /// `offline_and_remove_memory_ranges`.
  case offlineAndRemoveMemoryRanges([PageRange])

  /// A write to the file `state` of a block.
  case writeState(MemoryBlockID, TraceText)

  /// A write to the file `online` of a block.
  case writeOnline(MemoryBlockID, TraceText)

  /// A read of the file `valid_zones` of a block.
  case readValidZones(MemoryBlockID)

  /// A read of another file of a block.
  case readBlockFile(MemoryBlockID, BlockFile)

  /// A look at all counters and spans.
  case readState

  /// A write to the file of a parameter.
  case writeParameter(TraceParameter, TraceText)

  /// A read of the file of a parameter.
  case readParameter(TraceParameter)

  /// How the notifier answers an action from now on, as written to
  /// `notifier-error-inject`.
  case setNotifier(MemoryNotifier.Action, MemoryNotifier.Refusal)
}

extension TraceOperation {
  /// The blocks that the operation can change, as far as they can exist, and
  /// those between them.
  ///
  /// - Parameters:
  ///   - blockPages: The size of a block, in pages: a power of two.
  ///   - geometry: How far memory reaches.
  public func blocks(
    ofPages blockPages: UInt64, in geometry: Geometry = .x86_64
  ) -> Range<UInt64> {
    switch self {
    case .addMemory(let range, _, _, _), .removeMemory(let range),
      .offlineAndRemoveMemory(let range):
      return range.blocks(ofPages: blockPages, geometry)
    case .offlineAndRemoveMemoryRanges(let ranges):
      let blocks = ranges.lazy.map { $0.blocks(ofPages: blockPages, geometry) }
        .filter { !$0.isEmpty }
      guard let first = blocks.map({ $0.lowerBound }).min(),
        let end = blocks.map({ $0.upperBound }).max()
      else { return 0..<0 }
      return first..<end
    case .writeState(let id, _), .writeOnline(let id, _):
      guard id.rawValue < geometry.sectionCount else { return 0..<0 }
      return id.rawValue..<id.rawValue + 1
    case .registerGroup, .unregisterGroup, .readValidZones, .readBlockFile, .readState,
      .writeParameter, .readParameter, .setNotifier:
      return 0..<0
    }
  }
}

extension PageRange {
  /// A range that is to the kernel what this one is, and whose end doesn't wrap
  /// when counted in bytes.
  ///
  /// The kernel takes addresses and sizes in bytes. Nothing can be at or beyond
  /// 2^52 bytes, so what lies far out is as good as what lies farther out, as
  /// long as it is aligned alike.
  @inline(__always)
  package func bytesAreCountable(_ geometry: Geometry) -> PageRange {
    PageRange(
      startPFN: Self.clamp(startPFN, geometry), pageCount: Self.clamp(pageCount, geometry))
  }

  /// The blocks with a page in the range, as far as they can exist.
  fileprivate func blocks(
    ofPages blockPages: UInt64, _ geometry: Geometry
  ) -> Range<UInt64> {
    let end = min(bytesAreCountable(geometry).endPFN, geometry.pageCount)
    guard pageCount > 0, startPFN < end else { return 0..<0 }
    // A division takes as long as some ten shifts.
    let shift = UInt64(blockPages.trailingZeroBitCount)
    return startPFN &>> shift..<(end - 1) &>> shift + 1
  }

  private static func clamp(_ pages: UInt64, _ geometry: Geometry) -> UInt64 {
    let limit: UInt64 = 1 &<< (62 - UInt64(geometry.pageShift))
    return pages < limit ? pages : limit + pages & (geometry.pageCount - 1)
  }
}
