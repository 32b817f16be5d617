// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// A source that makes another number of cases than it declares.
struct LyingCases: CaseSource {
  let name = "lying"
  let size: UInt64
  /// The batch that isn't as declared.
  let batch: UInt64
  /// The cases of it that are too many.
  let surplus: Int

  var casesPerBatch: UInt64 { 4 }

  func fill(_ batch: inout CaseBatch, at index: UInt64) {
    batch.removeAll()
    let count = Int(caseCount(ofBatch: index)) + (index == self.batch ? surplus : 0)
    batch.queries = Array(
      repeating: .canOnlineMovable(pages: 1, groupID: nil, scope: .system),
      count: count)
  }
}
