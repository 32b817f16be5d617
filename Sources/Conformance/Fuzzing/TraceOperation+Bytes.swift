// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension TraceOperation {
  /// Reads an operation: a byte that says which, and what belongs to it.
  ///
  /// Numbers are mostly small, so that operations meet; one in sixteen is wild.
  init(fuzzed source: inout ByteSource, blockPages: UInt64) {
    let byte = source.byte()
    switch byte % 16 {
    case 0: self = .writeState(.init(fuzzed: &source), .init(state: &source))
    case 1: self = .writeState(.init(fuzzed: &source), "offline")
    case 2:
      let (range, flags) = PageRange.fuzzed(&source, blockPages)
      self = .addMemory(
        range, .group(MemoryGroupID(Int32(source.byte() % 5))),
        usesMemmapOnMemory: flags & 0x20 != 0, onlineType: OnlineType(flags: flags))
    case 3:
      let (range, flags) = PageRange.fuzzed(&source, blockPages)
      self = .addMemory(
        range, .node(NodeID(Int32(source.byte() % 4))),
        usesMemmapOnMemory: flags & 0x20 != 0, onlineType: OnlineType(flags: flags))
    case 4: self = .removeMemory(PageRange.fuzzed(&source, blockPages).range)
    case 5 where byte & 0x80 != 0:
      var ranges: [PageRange] = []
      for _ in 0..<byte >> 4 & 7 {
        ranges.append(PageRange.fuzzed(&source, blockPages).range)
      }
      self = .offlineAndRemoveMemoryRanges(ranges)
    case 5: self = .offlineAndRemoveMemory(PageRange.fuzzed(&source, blockPages).range)
    case 6:
      self = .registerGroup(
        .static(maxPages: UInt64(source.byte()) * blockPages / 4),
        NodeID(Int32(source.byte() % 4)))
    case 7:
      self = .registerGroup(
        .dynamic(unitPages: 1 << (UInt64(source.byte()) % 8 + 14)),
        NodeID(Int32(source.byte() % 4)))
    case 8: self = .unregisterGroup(MemoryGroupID(Int32(source.byte() % 6) - 1))
    case 9: self = .writeOnline(.init(fuzzed: &source), .init(boolean: &source))
    case 10 where byte & 0x80 != 0:
      self = .readBlockFile(
        .init(fuzzed: &source), source.pick(BlockFile.allCases))
    case 10: self = .readValidZones(.init(fuzzed: &source))
    case 11:
      let parameter = TraceParameter(fuzzed: &source)
      self = .writeParameter(parameter, .init(parameter: &source))
    case 12: self = .writeParameter(.init(fuzzed: &source), .init(raw: &source))
    case 13: self = .readParameter(.init(fuzzed: &source))
    case 14:
      let byte = source.byte()
      self = .setNotifier(
        byte & 1 == 0 ? .goingOnline : .goingOffline,
        MemoryNotifier.Refusal(
          errno: byte & 2 == 0 ? 16 : 0, after: UInt32(byte >> 2 & 7)))
    default: self = .wild(&source)
    }
  }

  /// Reads an operation whose numbers may be any.
  private static func wild(_ source: inout ByteSource) -> TraceOperation {
    let kind = source.byte() % 8
    let number = source.uint64()
    let range = PageRange(startPFN: number, pageCount: source.uint64())
    let small = Int32(truncatingIfNeeded: number >> 8)
    return switch kind {
    case 0: .registerGroup(.static(maxPages: number), NodeID(small))
    case 1: .registerGroup(.dynamic(unitPages: number), NodeID(small))
    case 2: .unregisterGroup(MemoryGroupID(small))
    case 3: .addMemory(range, .node(NodeID(small)), usesMemmapOnMemory: false)
    case 4: .removeMemory(range)
    case 5: .offlineAndRemoveMemory(range)
    case 6: .writeState(MemoryBlockID(number), .init(raw: &source))
    default: .readValidZones(MemoryBlockID(number))
    }
  }
}

extension OnlineType {
  /// The type that two of a range's flags stand for; mostly none.
  fileprivate init?(flags: UInt8) {
    guard flags & 8 != 0 else { return nil }
    self = flags & 0x10 == 0 ? .onlineMovable : .offline
  }
}

extension MemoryBlockID {
  /// A block among the first 128.
  fileprivate init(fuzzed source: inout ByteSource) {
    self.init(UInt64(source.byte() & 0x7F))
  }
}

extension PageRange {
  /// Up to eight of the first 128 blocks; one range in eight isn't made of
  /// whole ones.
  fileprivate static func fuzzed(
    _ source: inout ByteSource, _ blockPages: UInt64
  ) -> (range: PageRange, flags: UInt8) {
    let start = UInt64(source.byte() & 0x7F) * blockPages
    let flags = source.byte()
    let count = (UInt64(flags & 7) + 1) * blockPages
    guard flags >> 5 == 7 else {
      return (PageRange(startPFN: start, pageCount: count), flags)
    }
    let part = UInt64(source.byte()) * 128
    return (
      flags & 0x10 == 0
        ? PageRange(startPFN: start, pageCount: part)
        : PageRange(startPFN: start + part, pageCount: count), flags
    )
  }
}
