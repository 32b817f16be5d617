// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension DecisionAnswer.Field {
  /// The word's name in reports that programs read.
  var name: StaticString {
    switch self {
    case .result: "result"
    case .nid: "nid"
    case .exit: "exit"
    case .kernelLookup: "kernel_lookup"
    case .kernelPFN: "kernel_pfn"
    case .kernelPages: "kernel_nr_pages"
    case .onlinePages: "online_pages"
    case .testedPages: "tested_pages"
    case .testExit: "test_exit"
    case .testKernelEarly: "test_kernel_early_pages"
    case .testMovable: "test_movable_pages"
    case .testRequirement: "test_req_kernel_early_pages"
    case .testGroupMovable: "test_group_movable_pages"
    case .testKernel: "test_kernel_pages"
    case .testWanted: "test_online_movable_pages"
    case .testLimit: "test_limit"
    case .nodeTestExit: "node_test_exit"
    case .nodeTestKernelEarly: "node_test_kernel_early_pages"
    case .nodeTestMovable: "node_test_movable_pages"
    case .nodeTestRequirement: "node_test_req_kernel_early_pages"
    case .nodeTestGroupMovable: "node_test_group_movable_pages"
    case .nodeTestKernel: "node_test_kernel_pages"
    case .nodeTestWanted: "node_test_online_movable_pages"
    case .nodeTestLimit: "node_test_limit"
    }
  }

  /// The word's name in tables of answers to a query, the kernel's where it has
  /// one; which test it belongs to is said by the rows above.
  func label(for query: DecisionQuery) -> String {
    switch self {
    case .testExit, .nodeTestExit: "ended by"
    case .testKernelEarly, .nodeTestKernelEarly: "kernel_early_pages"
    case .testMovable, .nodeTestMovable: "movable_pages"
    case .testRequirement, .nodeTestRequirement: "req_kernel_early_pages"
    case .testGroupMovable, .nodeTestGroupMovable: "group_movable_pages"
    case .testKernel, .nodeTestKernel: "kernel_pages"
    case .testWanted, .nodeTestWanted: "online_movable_pages"
    case .testLimit, .nodeTestLimit: "limit"
    case .exit: "settled by"
    case .kernelLookup: "kernel zone looked up"
    case .kernelPFN: "kernel_pfn"
    case .kernelPages: "kernel_nr_pages"
    case .result:
      switch query {
      case .canOnlineMovable: "can_online_movable"
      case .zone: "zone"
      }
    case .nid: "nid"
    case .onlinePages: "online_pages"
    case .testedPages: "tested_pages"
    }
  }

  /// The word that says whether this one means anything, if there is one.
  fileprivate var gate: DecisionAnswer.Field? {
    switch self {
    case .kernelPFN, .kernelPages: .kernelLookup
    case .testKernelEarly, .testMovable, .testRequirement, .testGroupMovable,
      .testKernel, .testWanted, .testLimit:
      .testExit
    case .nodeTestKernelEarly, .nodeTestMovable, .nodeTestRequirement,
      .nodeTestGroupMovable, .nodeTestKernel, .nodeTestWanted, .nodeTestLimit:
      .nodeTestExit
    default: nil
    }
  }

  /// The smallest value of the gate with which the word means something.
  fileprivate var gateMinimum: UInt64 {
    switch self {
    case .testKernel, .testWanted, .testLimit, .nodeTestKernel, .nodeTestWanted,
      .nodeTestLimit:
      UInt64(RatioTest.Stage.comparison.rawValue)
    default: 1
    }
  }
}

extension DecisionAnswer.FieldSet {
  /// What there is to compare, in words.
  var words: String {
    if self == .all { return "every value" }
    let further = subtracting(.results).rawValue.nonzeroBitCount
    return further == 0 ? "results only" : "results and \(further) other values"
  }
}

extension DecisionAnswer {
  /// The meaning of a word of the answer to a query.
  func cell(_ field: Field, of query: DecisionQuery) -> ReportTable.Cell {
    let word = self[field]
    switch (field, query) {
    case (.result, _) where isDeclined:
      return .init(text: "declined")
    case (.result, _) where self == .withoutZone:
      return .init(text: "no zone")
    case (.result, _) where crashSignal != nil:
      return .init(text: "crash, signal \(crashSignal ?? 0)")
    case (.result, .canOnlineMovable):
      return .init(text: word == 0 ? "false" : word == 1 ? "true" : "\(word)")
    case (.result, .zone):
      let zone = UInt8(exactly: word).flatMap(ZoneType.init(rawValue:))
      return .init(text: zone.map { "\($0)" } ?? "zone \(word)")
    case (.nid, _):
      return .init(text: "\(Int64(bitPattern: word))")
    case (.exit, _):
      return .init(text: Self.exitWords(word))
    case (.kernelLookup, _):
      return .init(text: word == 0 ? "no" : "yes")
    case (.testExit, _), (.nodeTestExit, _):
      return .init(text: testExitWords(field, of: query))
    default:
      if word == 0, let gate = field.gate, self[gate] < field.gateMinimum {
        return .init(text: "-")
      }
      return .init(text: String(word), hint: word.hint)
    }
  }

  /// The step that settled a zone, in words.
  static func exitWords(_ word: UInt64) -> String {
    switch OnlineDecision.Reason(word: word) {
    case .kernelRequested: "online_kernel"
    case .movableRequested: "online_movable"
    case .contiguousZones: "contig-zones"
    case .ratioIsZero: "ratio 0"
    case .groupHasKernelPages: "kernel pages in group"
    case .unitHasKernelSection: "kernel section in unit"
    case .refusedBySystem: "refused system-wide"
    case .refusedByNode: "refused on the node"
    case .allowed: "ratio holds"
    case nil: "exit \(word)"
    }
  }

  /// How a test ended, in words.
  ///
  /// Whether it allowed is told by what the implementation did next rather than
  /// by the numbers compared: the comparison itself may be what is wrong.
  private func testExitWords(_ field: Field, of query: DecisionQuery) -> String {
    let isRefused =
      switch query {
      case .canOnlineMovable: self[.result] == 0
      case .zone: reason == (field == .nodeTestExit ? .refusedByNode : .refusedBySystem)
      }
    let verdict = isRefused ? "refused" : "allowed"
    switch stage(field) {
    case .notMade: return "not asked"
    case .requirement: return "requirement: \(verdict)"
    case .comparison: return "limit: \(verdict)"
    case nil: return "exit \(self[field]): \(verdict)"
    }
  }
}
