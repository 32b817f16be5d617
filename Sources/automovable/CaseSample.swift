// SPDX-License-Identifier: MIT

import Cases
import Conformance

/// Some of a source's cases, spread evenly over it.
struct CaseSample {
  /// The number of cases.
  let count: UInt64

  private let source: any CaseSource

  /// Creates a sample of so many cases, or of all if there are no more.
  init(of source: any CaseSource, count: UInt64) {
    self.source = source
    self.count = min(count, source.size)
  }

  /// The case at a position, below `count`.
  subscript(position: UInt64) -> DecisionVector {
    // position * size / count, which needs up to 128 bits on the way.
    let product = position.multipliedFullWidth(by: source.size)
    return source.vector(at: count.dividingFullWidth(product).quotient)
  }
}
