// SPDX-License-Identifier: MIT

extension Implementation {
  /// Makes models of two implementations that go through the same histories.
  static func makeHistoryComparison(
    _ subject: Implementation, _ reference: Implementation
  ) throws(OracleError) -> any HistoryComparison {
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

  private static func pair(
    _ subject: some HistoryModel, _ reference: some HistoryModel
  ) -> any HistoryComparison {
    HistoryPair(subject, reference)
  }
}
