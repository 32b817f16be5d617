// SPDX-License-Identifier: MIT

import Cases

/// Every so-manieth batch of another source.
struct OracleSampledCases: CaseSource {
  let base: any CaseSource
  let stride: UInt64

  /// Creates a sample; only whole batches of the base are drawn.
  init(of base: any CaseSource, stride: UInt64) {
    self.base = base
    self.stride = stride
  }

  var name: String { base.name }

  var size: UInt64 { base.size / casesPerBatch / stride * casesPerBatch }

  var casesPerBatch: UInt64 { base.casesPerBatch }

  func fill(_ batch: inout CaseBatch, at index: UInt64) {
    base.fill(&batch, at: index * stride)
  }
}
