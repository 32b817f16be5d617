// SPDX-License-Identifier: MIT

/// Two answers side by side, in the order in which the kernel computes the
/// values.
struct AnswerComparison: Sendable {
  /// Values that belong together.
  struct Section: Sendable {
    let title: String
    let rows: [Row]
  }

  /// One value of both answers.
  struct Row: Sendable {
    let field: DecisionAnswer.Field
    let label: String
    let subject: ReportTable.Cell
    let reference: ReportTable.Cell
    /// Whether the values differ.
    let differs: Bool
    /// Whether nothing computed before this value differs.
    let isFirstDifference: Bool
  }

  /// The sections that have anything to show.
  let sections: [Section]
}

extension AnswerComparison {
  /// Compares the answers to the minimal case of a divergence.
  ///
  /// Of an implementation that answers with results only, the values on the
  /// way are shown as unknown and don't differ from anything.
  init(_ divergence: Divergence, in report: DifferentialReport) {
    let subjectTraces = report.subject.tracesIntermediates
    let referenceTraces = report.reference.tracesIntermediates
    let query = divergence.shrunk.query
    let (subject, reference) = (divergence.subject, divergence.reference)
    var hasDifference = false
    func row(_ field: DecisionAnswer.Field) -> Row {
      let isResult = field == .result || field == .nid
      let isKnown = isResult || (subjectTraces && referenceTraces)
      let cells = (subject.cell(field, of: query), reference.cell(field, of: query))
      // Equal words may mean different things: a test's verdict follows from
      // what came after it.
      let isVerdict = field == .testExit || field == .nodeTestExit
      let differs =
        isKnown && (subject[field] != reference[field] || isVerdict && cells.0 != cells.1)
      let isFirst = differs && !hasDifference
      if differs { hasDifference = true }
      return Row(
        field: field, label: field.label(for: query),
        subject: isResult || subjectTraces ? cells.0 : .init(text: "?"),
        reference: isResult || referenceTraces ? cells.1 : .init(text: "?"),
        differs: differs, isFirstDifference: isFirst)
    }
    let isTraced = subjectTraces || referenceTraces
    sections = Self.plan(for: query).compactMap { title, fields in
      // Of a test that neither made there is nothing to show, nor of a lookup.
      let isBlank = fields.allSatisfy { subject[$0] == 0 && reference[$0] == 0 }
      let isResult = fields.contains(.result)
      guard isResult || (isTraced && !isBlank) else { return nil }
      return Section(title: title, rows: fields.map(row))
    }
  }

  private static func plan(
    for query: DecisionQuery
  ) -> [(title: String, fields: [DecisionAnswer.Field])] {
    let test: [DecisionAnswer.Field] = [
      .testKernelEarly, .testMovable, .testRequirement, .testGroupMovable,
      .testKernel, .testWanted, .testLimit, .testExit,
    ]
    switch query {
    case .canOnlineMovable:
      return [("ratio test", test), ("result", [.result])]
    case .zone:
      return [
        ("device or unit", [.onlinePages, .testedPages]),
        ("system-wide test", test),
        (
          "test of the node",
          [
            .nodeTestKernelEarly, .nodeTestMovable, .nodeTestRequirement,
            .nodeTestGroupMovable, .nodeTestKernel, .nodeTestWanted,
            .nodeTestLimit, .nodeTestExit,
          ]
        ),
        ("lookup of a kernel zone", [.kernelLookup, .kernelPFN, .kernelPages]),
        ("result", [.exit, .result, .nid]),
      ]
    }
  }
}
