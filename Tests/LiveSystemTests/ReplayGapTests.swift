// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import LiveSystem

@Suite("Replay of captures with gaps")
struct ReplayGapTests {
  @Test(
    "What a snapshot didn't record is counted, and the rest agrees", arguments: LiveCaptures.all)
  func unrecordedSteps(_ capture: LiveCaptures.Capture) throws {
    for gap in stride(from: 1, to: capture.records.count - 1, by: 5) {
      var records = capture.records
      guard case .snapshot(let snapshot) = records[gap + 1] else { continue }
      records[gap + 1] = .snapshot(snapshot.replacingSteps(nil))
      try check(capture, records)
    }
  }

  @Test("A missing snapshot is noticed", arguments: LiveCaptures.all)
  func missingSnapshot(_ capture: LiveCaptures.Capture) throws {
    for gap in stride(from: 1, to: capture.records.count - 2, by: 7) {
      var records = capture.records
      records.remove(at: gap + 1)
      try check(capture, records)
    }
  }

  @Test("What begins when much was hotplugged already agrees", arguments: LiveCaptures.all)
  func lateStart(_ capture: LiveCaptures.Capture) throws {
    // A DIMM's block got DMA32 because of its group, which only a decision tells.
    guard !capture.name.hasPrefix("s14_") else { return }
    for start in stride(from: 3, to: capture.records.count - 2, by: 9) {
      try check(capture, Array(capture.records[..<2] + capture.records[start...]), isLate: true)
    }
  }

  private func check(
    _ capture: LiveCaptures.Capture, _ records: [CaptureRecord], isLate: Bool = false
  ) throws {
    var reasons: Set<ReplayOmission.Reason> = []
    var differences: [ReplayDifference] = []
    let whole = try capture.replay(try HotplugMachine())
    let report = try LiveCaptures.Capture(name: capture.name, records: records)
      .replay(try HotplugMachine()) { event in
        switch event {
        case .omission(let omission): reasons.insert(omission.reason)
        case .difference(let difference): differences.append(difference)
        case .decision: break
        }
      }
    #expect(differences.isEmpty, "\(differences.first?.description ?? "")")
    #expect(report.isClean)
    #expect(reasons.isSubset(of: [.unrecorded, .unknownGroups, .unknownGroup]))
    #expect(report.decisions.count <= whole.decisions.count)
    #expect(report.decisions.count > 0 || whole.decisions.count < 30 || isLate)
  }
}

extension CaptureSnapshot {
  /// The snapshot with other steps.
  func replacingSteps(_ steps: [CaptureStep]?) -> CaptureSnapshot {
    var snapshot = self
    snapshot.steps = steps
    return snapshot
  }
}
