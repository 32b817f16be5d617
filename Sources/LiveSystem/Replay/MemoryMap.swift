// SPDX-License-Identifier: MIT

import AutoMovable

/// Where memory was at boot, out of `/proc/iomem`.
struct MemoryMap: Sendable {
  /// The ranges of memory in pages, both ends included.
  private let ranges: [ClosedRange<UInt64>]

  /// Reads the lines; `nil` if none is about memory.
  init?(_ lines: [String]) {
    ranges = lines.compactMap { line in
      let parts = line.split(separator: " ", maxSplits: 2)
      // A line that is indented is a part of another one's range.
      guard parts.count == 3, parts[1] == ":", parts[2] == "System RAM", !line.hasPrefix(" ")
      else { return nil }
      let ends = parts[0].split(separator: "-")
      guard ends.count == 2, let first = UInt64(ends[0], radix: 16),
        let last = UInt64(ends[1], radix: 16), first <= last
      else { return nil }
      return first / MemoryGeometry.pageSize...last / MemoryGeometry.pageSize
    }
    if ranges.isEmpty { return nil }
  }

  /// Whether a section has memory.
  func hasMemory(inSection number: UInt64) -> Bool {
    let first = number * MemoryGeometry.pagesPerSection
    let last = first + MemoryGeometry.pagesPerSection - 1
    return ranges.contains { $0.overlaps(first...last) }
  }
}
