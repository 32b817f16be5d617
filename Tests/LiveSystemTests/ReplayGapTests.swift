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

  /// Whose memory a group counts shows in the devices, even if every step since boot is
  /// missing.
  @Test("A group's wrong counter is told after a gap", arguments: LiveCaptures.withGroups)
  func groupCounters(_ capture: LiveCaptures.Capture) throws {
    for gap in 2..<capture.records.count {
      var records = capture.records
      guard case .snapshot(let snapshot) = records[gap], let groups = snapshot.groups else {
        continue
      }
      for index in groups.indices {
        let wrong = groups[index].counting(movable: groups[index].presentMovablePages &+ 512)
        var changed = snapshot.replacingSteps(nil)
        changed.groups?[index] = wrong
        // With what follows the gap as it was, the wrong counter alone differs.
        records = Array(records[..<gap]) + [.snapshot(changed)] + capture.records[(gap + 1)...]
        let told = try differences(capture, records)
        #expect(
          told.first?.hasSuffix(
            "group \(wrong.address.hexadecimal): present_movable_pages: "
              + "kernel \(wrong.presentMovablePages), "
              + "replayed \(groups[index].presentMovablePages)") == true,
          "gap at \(snapshot.sequence): \(told.first ?? "nothing is told")")
        #expect(told.count == 1, "\(told)")
      }
    }
  }

  @Test("Every group is compared after a gap", arguments: LiveCaptures.withGroups)
  func allGroups(_ capture: LiveCaptures.Capture) throws {
    let records = capture.records.map { record in
      guard case .snapshot(let snapshot) = record else { return record }
      return CaptureRecord.snapshot(snapshot.replacingSteps(nil))
    }
    let groupCount = records.reduce(0) { count, record in
      guard case .snapshot(let snapshot) = record, snapshot.sequence > 0 else { return count }
      return count + (snapshot.groups?.count ?? 0)
    }
    let report = try LiveCaptures.Capture(name: capture.name, records: records)
      .replay(try HotplugMachine())
    #expect(report.isClean)
    // Number, node, kind, size and two counters.
    #expect(report.groupCounters.count == 6 * groupCount)
  }

  @Test("A wrong machine's groups are noticed after a gap")
  func wrongMachine() throws {
    let capture = try #require(LiveCaptures.withGroups.first { $0.name.hasPrefix("s22_") })
    var records = capture.records
    records.remove(at: 2)
    let gapped = LiveCaptures.Capture(name: capture.name, records: records)
    #expect(try gapped.replay(try WrongMachine(flaw: nil)).groupCounters.differing == 0)
    for flaw in [WrongMachine.Flaw.groupsAreNotCounted, .groupCountersAreSwapped] {
      #expect(try gapped.replay(try WrongMachine(flaw: flaw)).groupCounters.differing > 0)
    }
  }

  @Test(
    "Memory that a built-in driver added before the first snapshot is in the group left over",
    arguments: [0, 1])
  func beforeFirstSnapshot(_ wrongPages: Int) throws {
    let lines = try (0...1).map { sequence in
      let group =
        #""groups":[{"id":"0xa","kernel":0,"movable":\#(32768 + sequence * wrongPages),"#
        + #""dynamic":0,"unit_or_max":32768,"nid":0,"mgid":0}],"#
      let line = try #require(
        SmallCapture.grown.replacingFirst("\"seq\":1,", with: "\"seq\":\(sequence),\(group)"))
      return try #require(
        line.replacingFirst(
          #""decisions":[\#(SmallCapture.decision),\#(SmallCapture.adjustment)]"#,
          with: #""iomem":["00000000-07ffffff : System RAM"],"decisions":[]"#))
    }
    let (told, report) = try play([SmallCapture.meta] + lines)
    #expect(told.first == "snapshot 0 (resize vm0): not replayed: 1 blocks that changed unrecorded")
    #expect(
      told.dropFirst()
        == (wrongPages == 0
          ? []
          : [
            "snapshot 1 (resize vm0): group 0xa: present_movable_pages: "
              + "kernel 32769, replayed 32768"
          ]))
    #expect(report.groupCounters.count == 6)
    #expect(report.zoneCounters.differing == 0)
  }

  @Test("Groups whose memory nobody knows are counted as not replayed")
  func unsettledGroups() throws {
    let group =
      #""groups":[{"id":"0xa","kernel":0,"movable":7,"dynamic":1,"unit_or_max":32768,"#
      + #""nid":0,"mgid":0},{"id":"0xb","kernel":0,"movable":7,"dynamic":1,"#
      + #""unit_or_max":32768,"nid":0,"mgid":1}],"#
    let grown = try #require(
      SmallCapture.grown.replacingFirst("\"seq\":1,", with: "\"seq\":2,\(group)"))
    let (told, _) = try play([SmallCapture.meta, SmallCapture.boot, grown])
    #expect(
      told == [
        "snapshot 2 (resize vm0): not replayed: 1 blocks that changed unrecorded",
        "snapshot 2 (resize vm0): not replayed: 2 groups that may have memory of unknown groups",
      ])
  }

  @Test(
    "The numbers that groups have at boot, or after a gap, are the kernel's", arguments: [1, 2])
  func numbers(_ sequence: Int) throws {
    let lines = try SmallCapture.lines.enumerated().map { index, line in
      guard index > 0 else { return line }
      let group =
        #""groups":[{"id":"0xa","kernel":0,"movable":\#(index == 1 ? 0 : 32768),"dynamic":1,"#
        + #""unit_or_max":32768,"nid":0,"mgid":\#(index == 1 ? 3 : 3 + sequence / 2)}],"#
      return try #require(
        line.replacingFirst(
          "\"seq\":\(index - 1),",
          with: "\"seq\":\(index == 1 ? 0 : sequence),\(group)\"devices\":[\(SmallCapture.device)],"
        ))
    }
    var replay = Replay(subject: try HotplugMachine()) { event, _ in
      if case .difference(let difference) = event { Issue.record("\(difference)") }
    }
    try replay.take(lines: lines)
    #expect(replay.report.groupCounters.count >= 6)
  }

  /// What differs in a capture and what isn't replayed, and the report.
  private func play(_ lines: [String]) throws -> (told: [String], report: ReplayReport) {
    var told: [String] = []
    var replay = Replay(subject: try HotplugMachine()) { event, _ in
      switch event {
      case .decision: break
      case .difference(let difference): told.append("\(difference)")
      case .omission(let omission): told.append("\(omission)")
      }
    }
    try replay.take(lines: lines)
    return (told, replay.report)
  }

  private func differences(
    _ capture: LiveCaptures.Capture, _ records: [CaptureRecord]
  ) throws -> [String] {
    var told: [String] = []
    _ = try LiveCaptures.Capture(name: capture.name, records: records)
      .replay(try HotplugMachine()) { event in
        if case .difference(let difference) = event { told.append("\(difference)") }
      }
    return told
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

extension CaptureGroup {
  /// The group with another counter.
  fileprivate func counting(movable: UInt64) -> CaptureGroup {
    CaptureGroup(
      address: address, nodeID: nodeID, kind: kind, presentKernelPages: presentKernelPages,
      presentMovablePages: movable, number: number)
  }
}

extension LiveCaptures {
  /// The captures that have groups.
  fileprivate static let withGroups = all.filter { capture in
    capture.records.contains { record in
      if case .snapshot(let snapshot) = record { snapshot.groups?.isEmpty == false } else { false }
    }
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
