// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension StateDigest {
  /// Adds a result but for what `TraceResult.hasSameDetails` compares.
  @inline(__always)
  mutating func add(_ result: TraceResult) {
    switch result {
    case .returns(let number), .onlined(let number, _):
      add(1, UInt64(bitPattern: number))
    case .state(let number, let zone):
      add(2, UInt64(bitPattern: number), zone.map { UInt64($0.rawValue) } ?? .max)
    case .text(let text):
      // All that a text holds, its length first.
      var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
      for position in 0..<text.count {
        let byte = UInt64(text[position])
        words = (
          words.0 &<< 8 | words.1 &>> 56, words.1 &<< 8 | words.2 &>> 56,
          words.2 &<< 8 | byte
        )
      }
      add(3 | UInt64(text.count) << 8, words.0, words.1, words.2)
    case .machine:
      add(4)
    }
  }
}

extension TraceResult {
  /// Whether another result has the same runs of onlined blocks, or the same
  /// counters. All else is in the digest, and these are in lists.
  @inline(__always)
  func hasSameDetails(as other: TraceResult) -> Bool {
    switch (self, other) {
    case (.returns, .returns), (.state, .state), (.text, .text): true
    case (.onlined, _), (_, .onlined), (.machine, _), (_, .machine): self == other
    default: true
    }
  }
}
