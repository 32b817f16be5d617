// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension StateDigest {
  /// Adds a result, but not the blocks that it onlined, and no counters.
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
  /// Whether another result is the same.
  // Most results are numbers, which needn't be copied to be compared.
  @inline(__always)
  func isSame(as other: TraceResult) -> Bool {
    if case .returns(let number) = self, case .returns(let otherNumber) = other {
      return number == otherNumber
    }
    return self == other
  }
}
