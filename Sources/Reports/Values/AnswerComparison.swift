// SPDX-License-Identifier: MIT

import Cases
import Conformance

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
  /// Fields that an implementation leaves out are shown as unknown and don't
  /// differ from anything.
  init(_ divergence: Divergence, in report: DifferentialReport) {
    let (known, knownToReference) = (report.subject.fields, report.reference.fields)
    let query = divergence.shrunk.query
    let (subject, reference) = (divergence.subject, divergence.reference)
    var hasDifference = false
    func row(_ field: DecisionAnswer.Field) -> Row {
      let isKnown = known.intersection(knownToReference).contains(field)
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
        subject: known.contains(field) ? cells.0 : .init(text: "?"),
        reference: knownToReference.contains(field) ? cells.1 : .init(text: "?"),
        differs: differs, isFirstDifference: isFirst)
    }
    let traced = known.union(knownToReference)
    sections = Self.plan(for: query).compactMap { title, fields in
      // Of a test that neither made there is nothing to show, nor of a lookup.
      let isBlank = fields.allSatisfy { subject[$0] == 0 && reference[$0] == 0 }
      let isResult = fields.contains(.result)
      let isTraced = fields.contains { traced.contains($0) }
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
