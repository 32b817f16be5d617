// SPDX-License-Identifier: MIT

internal import Foundation

/// A run of page frames that the kernel found at boot, as its log has it under
/// "Early memory node ranges".
public struct BootMemoryRange: Hashable, Sendable, Encodable {
  /// The node that the memory belongs to.
  public let node: Int

  /// The first page frame.
  public let startPFN: UInt64

  /// How many there are.
  public let pages: UInt64

  private enum CodingKeys: String, CodingKey {
    case pages
    case node = "nid"
    case startPFN = "start_pfn"
  }

  /// Reads a line of the log; `nil` if it is about something else.
  ///
  /// `  node   0: [mem 0x0000000000001000-0x000000000009efff]`, with a time in front.
  public init?(_ line: String) {
    guard let colon = line.range(of: ": [mem 0x"), line.hasSuffix("]"),
      let node = line[..<colon.lowerBound].split(separator: " ").last.flatMap({ Int($0) })
    else { return nil }
    let ends = line[colon.upperBound...].dropLast().split(separator: "-")
    guard ends.count == 2, let first = UInt64(ends[0], radix: 16), ends[1].hasPrefix("0x"),
      let last = UInt64(ends[1].dropFirst(2), radix: 16), first < last, last < .max
    else { return nil }
    self.node = node
    startPFN = first / 4096
    pages = (last + 1) / 4096 - startPFN
  }
}
