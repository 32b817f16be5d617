// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios
import Testing

@testable import LiveSystem

@Suite("Replay of live kernels")
struct ReplayTests {
  @Test("Every scenario has a capture")
  func captures() throws {
    let scenarios = try ScenarioCatalog(paths: [LiveCaptures.scenarios]).scenarios
    let names = scenarios.map { $0.name + ".jsonl" }
    #expect(Set(names) == Set(LiveCaptures.all.map(\.name)))
    #expect(!names.isEmpty)
  }

  @Test(
    "There is memory with holes, CMA on one node of two, a later kernel, one without ZONE_DEVICE")
  func variety() throws {
    let boots = LiveCaptures.all.compactMap { capture in
      capture.records.lazy.compactMap { record -> CaptureSnapshot? in
        if case .snapshot(let snapshot) = record { snapshot } else { nil }
      }.first
    }
    #expect(boots.flatMap(\.zones).contains { $0.present + 1 << 18 <= $0.spanned ?? 0 })
    #expect(
      boots.contains { boot in
        let nodesWithCMA = Set(boot.zones.filter { $0.cma ?? 0 > 0 }.map(\.nodeID))
        return boot.nodes.count == 2 && nodesWithCMA.count == 1
      })
    #expect(boots.contains { boot in !boot.zones.contains { $0.type == .device } })
    #expect(boots.contains { boot in boot.zones.contains { $0.type == .device } })
    let kernels = LiveCaptures.all.compactMap { capture in
      capture.records.lazy.compactMap { record -> String? in
        if case .meta(let meta) = record { meta.kernel } else { nil }
      }.first
    }
    #expect(kernels.contains { $0.hasPrefix("6.12.") })
  }

  @Test("A write that was refused has the kernel's reason", arguments: LiveCaptures.all)
  func reasons(_ capture: LiveCaptures.Capture) throws {
    for case .snapshot(let snapshot) in capture.records {
      let details = snapshot.action.details
      guard details["value"] != nil, details["rc"]?.unsigned != 0 else { continue }
      #expect(details["error"]?.text?.isEmpty == false, "\(snapshot.sequence): \(snapshot.action)")
    }
  }

  @Test("Nothing differs", arguments: LiveCaptures.all)
  func agrees(_ capture: LiveCaptures.Capture) throws {
    var differences: [ReplayDifference] = []
    let report = try capture.replay(try HotplugMachine()) { event in
      if case .difference(let difference) = event { differences.append(difference) }
    }
    #expect(differences.isEmpty, "\(differences.first?.description ?? "")")
    #expect(report.isClean)
    #expect(report.omitted == 0)
    for tally in [
      report.decisions, report.zoneCounters, report.groupCounters, report.zoneSpans,
      report.blocks, report.nodes, report.texts, report.operations,
    ] {
      #expect(tally.count > 0)
    }
  }

  @Test("The captures notice a broken rule", arguments: WrongMachine.Flaw.allCases)
  func notices(_ flaw: WrongMachine.Flaw) throws {
    let noticing = try LiveCaptures.all.first { capture in
      try !capture.replay(try WrongMachine(flaw: flaw)).isClean
    }
    #expect(noticing != nil, "no capture notices: \(flaw)")
  }

  @Test("The wrong machines are right but for their flaw", arguments: LiveCaptures.all)
  func baseline(_ capture: LiveCaptures.Capture) throws {
    #expect(try capture.replay(try WrongMachine(flaw: nil)).isClean)
  }
}
