// SPDX-License-Identifier: MIT

import AutoMovable

extension Implementation {
  /// Makes models of two implementations that go through the same histories.
  static func makeHistoryComparison(
    _ subject: Implementation, _ reference: Implementation
  ) throws(OracleError) -> any HistoryComparison {
    if subject.judgesHistories || reference.judgesHistories {
      let judges = (
        subject: try subject.makeHistoryJudge(),
        reference: try reference.makeHistoryJudge()
      )
      // Of two libraries the C port is the only model.
      let model: any HistoryModel =
        if judges.subject == nil {
          try subject.makeHistory()
        } else if judges.reference == nil {
          try reference.makeHistory()
        } else {
          // Of two libraries neither is a model.
          try CReferenceHistory()
        }
      return try judged(
        model, judges, kernels: [subject.kernel, reference.kernel].compactMap(\.self))
    }
    let models = (
      subject: try subject.makeHistory(),
      reference: try reference.makeHistory()
    )
    // Other pairs take calls through tables for each step.
    if let core = models.subject as? CoreHistory,
      let port = models.reference as? CReferenceHistory
    {
      return CorePortComparison(core, port)
    }
    return pair(models.subject, models.reference)
  }

  private static func judged(
    _ model: some HistoryModel,
    _ judges: (subject: (any HistoryJudge)?, reference: (any HistoryJudge)?),
    kernels: [KernelVersion]
  ) throws(OracleError) -> any HistoryComparison {
    try JudgedComparison(model, judges, kernels: kernels)
  }

  private static func pair(
    _ subject: some HistoryModel, _ reference: some HistoryModel
  ) -> any HistoryComparison {
    HistoryPair(subject, reference)
  }
}
