// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Generation

/// The exhaustive scopes have the size that is printed and no repeats.
@Suite("Exhaustive scopes")
struct ExhaustiveScopeTests {
  @Test("The scope of the ratio test")
  func ratio() {
    let cases = ExhaustiveRatioCases()
    #expect(cases.size == 8_957_952)
    expectDistinct(cases)
  }

  @Test("The scope of the zone choice")
  func zone() {
    let cases = ExhaustiveZoneCases()
    #expect(cases.size == 2_449_440)
    expectDistinct(cases)
  }

  /// Every batch has questions that differ, and no machine comes twice.
  private func expectDistinct(_ cases: some CaseSource) {
    var seen: Set<[UInt64]> = []
    seen.reserveCapacity(Int(cases.batchCount))
    var batch = CaseBatch()
    var words: [UInt64] = []
    for index in 0..<cases.batchCount {
      cases.fill(&batch, at: index)
      if batch.queries.count != Int(cases.casesPerBatch)
        || (index % 97 == 0 && Set(batch.queries).count != batch.queries.count)
      {
        Issue.record("batch \(index): \(batch.queries)")
      }
      batch.appendMachine(to: &words)
      if !seen.insert(words).inserted {
        Issue.record("batch \(index) is a repeat: \(batch.vector(at: 0, id: "").line)")
        return
      }
      words.removeAll(keepingCapacity: true)
    }
    #expect(seen.count == Int(cases.batchCount))
  }
}

extension CaseBatch {
  /// Everything but the questions as words.
  fileprivate func appendMachine(to words: inout [UInt64]) {
    words.append(UInt64(policy.autoMovableRatio))
    words.append(
      (policy.onlinePolicy == .autoMovable ? 1 : 0)
        | (policy.isAutoMovableNUMAAware ? 2 : 0) | (policy.isMovableNodeEnabled ? 4 : 0))
    for node in state.nodes {
      words.append(UInt64(node.id.rawValue))
      for type in 0..<ZoneType.count {
        let zone = node.zones[type]
        // Small numbers, of which two fit into a word with room to spare.
        words.append(zone.startPFN << 32 | zone.spannedPages)
        words.append(
          zone.presentPages << 40 | zone.presentEarlyPages << 20 | zone.cmaPages)
      }
    }
    for group in state.groups.groups {
      let size: UInt64 =
        switch group.kind {
        case .static(let pages): pages
        case .dynamic(let pages): pages | 1
        }
      words.append(UInt64(group.id.rawValue) << 32 | UInt64(group.nodeID.rawValue))
      words.append(size << 40 | group.presentKernelPages << 20 | group.presentMovablePages)
    }
    for run in state.sections {
      words.append(
        run.firstSection << 32 | run.sectionCount << 8 | UInt64(run.zone.rawValue))
    }
  }
}
