// SPDX-License-Identifier: MIT

import AutoMovable
package import Cases

/// A source that makes another number of cases than it declares.
package struct LyingCases: CaseSource {
  package let name = "lying"
  package let size: UInt64
  /// The batch that isn't as declared.
  package let batch: UInt64
  /// The cases of it that are too many.
  package let surplus: Int

  package init(size: UInt64, batch: UInt64, surplus: Int) {
    self.size = size
    self.batch = batch
    self.surplus = surplus
  }

  package var casesPerBatch: UInt64 { 4 }

  package func fill(_ batch: inout CaseBatch, at index: UInt64) {
    batch.removeAll()
    let count = Int(caseCount(ofBatch: index)) + (index == self.batch ? surplus : 0)
    batch.queries = Array(
      repeating: .canOnlineMovable(pages: 1, groupID: nil, scope: .system),
      count: count)
  }
}
