// SPDX-License-Identifier: MIT

import AutoMovable

/// Memory that the kernel found at boot, as its log has it under "Early memory node
/// ranges".
struct BootRange: Hashable, Sendable {
  /// The node that the memory belongs to.
  let nodeID: NodeID

  /// The addresses.
  let addresses: ClosedRange<UInt64>
}

extension BootRange {
  /// Reads a line of the log; `nil` if it is about something else.
  ///
  /// `  node   0: [mem 0x0000000000001000-0x000000000009efff]`, with a time in front.
  init?(_ line: String) {
    let words = line.split(separator: " ")
    guard words.count >= 4, words[words.count - 4] == "node", words[words.count - 2] == "[mem",
      let node = Int32(words[words.count - 3].dropLast()), words[words.count - 3].last == ":",
      NodeID(node).isPossible, let last = words.last, last.last == "]"
    else { return nil }
    let ends = last.dropLast().split(separator: "-").map { text in
      text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : nil
    }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first < last, last < .max
    else { return nil }
    nodeID = NodeID(node)
    addresses = first...last
  }
}
