// SPDX-License-Identifier: MIT

import AutoMovable
import SystemPackage
import Testing
import TextFiles

@testable import LiveSystem

@Suite("Recordings of running systems")
struct SystemRecorderTests {
  /// Lays the files of a captured kernel out as a folder.
  private func folder(_ moment: CapturedMoment) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let system = CapturedSystem(moment.snapshot, of: moment.meta)
    for (path, text) in system.files { try write(text, to: path, in: folder) }
    for (path, names) in system.links {
      for name in names { try write("", to: "\(path)/\(name)", in: folder) }
    }
    return folder
  }

  private func write(_ text: String, to path: String, in folder: TemporaryFolder) throws {
    let file = FilePath(folder.file(path))
    try file.removingLastComponent().createFolders()
    try WholeFile.write(text.utf8, to: file)
  }

  private func record(
    _ folder: TemporaryFolder, progress: (RecordProgress) throws -> Void = { _ in }
  ) throws -> FilePath {
    let path = FilePath(folder.file("x.jsonl"))
    let capture = try SystemRecorder.capture(at: path)
    var recorder = try SystemRecorder(
      root: folder.path, usesProbes: false, interruption: Interruption())
    var failure: (any Error)?
    try recorder.run(to: capture, for: .zero) { step in
      do { try progress(step) } catch { failure = error }
    }
    if let failure { throw failure }
    return path
  }

  @Test("What was hotplugged before is led to from boot", arguments: LiveCaptures.all)
  func replays(_ capture: LiveCaptures.Capture) throws {
    let moment = try #require(capture.moments.last)
    let folder = try folder(moment)
    let path = try record(folder)
    var differences: [ReplayDifference] = []
    let report = try Replay.run(path: path, subject: HotplugMachine()) { event, _ in
      if case .difference(let difference) = event { differences.append(difference) }
    }
    // A DIMM's block got DMA32 because of its group, and no snapshot here has groups.
    let isReached = !capture.name.hasPrefix("s14_")
    #expect(differences.isEmpty == isReached, "\(moment): \(differences)")
    let wasHotplugged = report.blocks.count > 0
    #expect(wasHotplugged == (try snapshots(path).count > 1))
    if wasHotplugged { #expect(report.blocks.count >= moment.snapshot.blocks.count) }
    withExtendedLifetime(folder) {}
  }

  private func snapshots(_ path: FilePath) throws -> [CaptureSnapshot] {
    var reader = try CaptureReader(path: path)
    var snapshots: [CaptureSnapshot] = []
    var count: UInt64?
    while let record = try reader.next() {
      switch record {
      case .meta(let meta): #expect(meta.hasEnd)
      case .snapshot(let snapshot): snapshots.append(snapshot)
      case .end(let number): count = number
      }
    }
    #expect(count == UInt64(snapshots.count))
    return snapshots
  }

  @Test("Parameters that are written become actions, one a snapshot")
  func parameters() throws {
    let capture = try #require(LiveCaptures.all.first { $0.name.hasPrefix("s7c_") })
    let folder = try folder(try #require(capture.moments.first))
    let module = "sys/module/memory_hotplug/parameters"
    let path = try record(folder) { step in
      guard step.sequence == 0 else { return }
      try write("77\n", to: "\(module)/auto_movable_ratio", in: folder)
      try write("N\n", to: "\(module)/auto_movable_numa_aware", in: folder)
      try write(
        "online_kernel\n", to: "sys/devices/system/memory/auto_online_blocks", in: folder)
    }
    let snapshots = try snapshots(path)
    #expect(
      snapshots.map(\.action.operation) == [
        "boot", "param", "param", "auto_online_blocks", "observe",
      ])
    #expect(snapshots[1].parameters.texts["auto_movable_ratio"] == "100")
    #expect(snapshots[2].parameters.autoMovableRatio == 77)
    #expect(snapshots[3].parameters.texts["auto_online_blocks"] == "online_kernel")
    let report = try Replay.run(path: path, subject: HotplugMachine()) { event, _ in
      if case .difference(let difference) = event { Issue.record("\(difference)") }
    }
    #expect(report.texts.count > 0 && report.operations.count == 3)
    withExtendedLifetime(folder) {}
  }

  @Test("Without probes, a block that goes offline is one more snapshot")
  func blocksThatGoOffline() throws {
    let capture = try #require(LiveCaptures.all.first { $0.name.hasPrefix("s7c_") })
    let moment = try #require(capture.moments.first)
    let folder = try folder(moment)
    let block = try #require(moment.snapshot.blocks.last { $0.state == "online" })
    let path = try record(folder) { step in
      guard step.sequence == 0 else { return }
      try write(
        "offline\n", to: "sys/devices/system/memory/memory\(block.index)/state", in: folder)
    }
    let states = try snapshots(path).map { snapshot in
      snapshot.blocks.first { $0.index == block.index }?.state
    }
    #expect(states == ["online", "offline"])
    withExtendedLifetime(folder) {}
  }

  @Test("A file that has lost its end is told")
  func end() throws {
    let meta = SmallCapture.meta.replacing("}", with: #","has_end":true}"#)
    let lines = [meta, SmallCapture.boot, SmallCapture.grown]
    let end = #"{"kind":"end","snapshots":2}"#
    var replay = try Replay(subject: HotplugMachine()) { _, _ in }
    try replay.take(lines: lines + [end])
    for (wrong, message) in [
      (lines, "x:3: expected a line at the end that says how many snapshots there are, found none"),
      (lines + [#"{"kind":"end","snapshots":3}"#], "x:4: snapshots: 3, but there are 2"),
      (lines + [#"{"kind":"end"}"#], "x:4: snapshots is missing"),
      (lines + [end, end], "x:5: expected nothing behind the line at the end"),
      (
        [meta, SmallCapture.boot, #"{"kind":"end","snapshots":1}"#, SmallCapture.grown],
        "x:4: expected nothing behind the line at the end"
      ),
    ] {
      let error = #expect(throws: InputError.self) {
        var reader = try CaptureReader(lines: wrong)
        while try reader.next() != nil {}
      }
      #expect(error?.description == message)
    }
  }

  @Test("A folder without blocks can't be recorded, and nothing is written")
  func noBlocks() throws {
    let folder = try TemporaryFolder()
    #expect(throws: LiveError.self) { try record(folder) }
    #expect(try folder.path.entries().isEmpty)
  }
}
