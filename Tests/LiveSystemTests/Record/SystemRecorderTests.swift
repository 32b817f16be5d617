// SPDX-License-Identifier: MIT

import AutoMovable
import Foundation
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
    try write(Array(text.utf8), to: path, in: folder)
  }

  private func write(_ bytes: [UInt8], to path: String, in folder: TemporaryFolder) throws {
    let file = FilePath(folder.file(path))
    try file.removingLastComponent().createFolders()
    try WholeFile.write(bytes, to: file)
  }

  private func remove(_ path: String, in folder: TemporaryFolder) throws {
    try FileManager.default.removeItem(atPath: folder.file(path))
  }

  private func plant(_ snapshot: CaptureSnapshot, in folder: TemporaryFolder) throws {
    let kernel = PlantedKernel(snapshot)
    try write(kernel.core, to: "proc/kcore", in: folder)
    try write(kernel.symbols, to: "proc/kallsyms", in: folder)
    try write(PlantedKernel.types, to: "sys/kernel/btf/vmlinux", in: folder)
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
    #expect(differences.isEmpty, "\(moment): \(differences)")
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

  @Test(
    "What only the kernel's memory has is recorded",
    arguments: LiveCaptures.all.filter { $0.moments.last?.snapshot.groups != nil })
  func memory(_ capture: LiveCaptures.Capture) throws {
    let moment = try #require(capture.moments.last)
    let folder = try folder(moment)
    try plant(moment.snapshot, in: folder)
    let path = try record(folder)
    let snapshot = try #require(try snapshots(path).last)
    #expect(snapshot.nodes == moment.snapshot.nodes)
    #expect(
      snapshot.zones
        == moment.snapshot.zones.map { zone in
          var zone = zone
          zone.freeCMA = nil
          return zone
        })
    let groups = try #require(snapshot.groups)
    let expected = try #require(moment.snapshot.groups)
    #expect(groups.map(\.number) == expected.map(\.number))
    #expect(groups.map(\.kind) == expected.map(\.kind))
    #expect(groups.map(\.nodeID) == expected.map(\.nodeID))
    #expect(groups.map(\.presentKernelPages) == expected.map(\.presentKernelPages))
    #expect(groups.map(\.presentMovablePages) == expected.map(\.presentMovablePages))
    #expect(try note(path) == "recorded on a running machine")
    let report = try Replay.run(path: path, subject: HotplugMachine()) { event, _ in
      if case .difference(let difference) = event { Issue.record("\(moment): \(difference)") }
    }
    #expect(report.zoneCounters.count > 0)
    withExtendedLifetime(folder) {}
  }

  private func note(_ path: FilePath) throws -> String? {
    var reader = try CaptureReader(path: path)
    guard case .meta(let meta)? = try reader.next() else { return nil }
    return meta.note
  }

  @Test("A kernel that doesn't show its memory is recorded without it, and a remark says why")
  func hiddenMemory() throws {
    let capture = try #require(LiveCaptures.all.first { $0.name.hasPrefix("s21b_") })
    let moment = try #require(capture.moments.last)
    let kernel = PlantedKernel(moment.snapshot)
    let hidden = kernel.symbols.replacing(String(PlantedKernel.image, radix: 16), with: "0")
    var moved = kernel.core
    // The number of node 0.
    moved[64 + 3 * 56 + 0x2000 + 0x1000] = 7
    for (change, reason) in [
      ("", "proc/kcore: cannot be opened: No such file or directory"),
      ("kcore", "proc/kcore: ends after 0 of 64 bytes at 0"),
      ("elf", "proc/kcore: expected an ELF file of 64 bits"),
      ("kallsyms", "proc/kallsyms: cannot be read: No such file or directory"),
      ("hidden", "/proc/kallsyms hides the address of node_data (kernel.kptr_restrict)"),
      ("unknown", "/proc/kallsyms has no symbol node_data"),
      ("elsewhere", "proc/kcore: has nothing at 0xffffffff8a000000"),
      ("btf", "BTF: cut short"),
      ("moved", "node_data[0] is not that node's"),
    ] {
      let folder = try folder(moment)
      if !change.isEmpty { try plant(moment.snapshot, in: folder) }
      switch change {
      case "kcore": try write("", to: "proc/kcore", in: folder)
      case "elf":
        try write([UInt8](repeating: 1, count: 4096), to: "proc/kcore", in: folder)
      case "kallsyms": try remove("proc/kallsyms", in: folder)
      case "hidden": try write(hidden, to: "proc/kallsyms", in: folder)
      case "unknown": try write("", to: "proc/kallsyms", in: folder)
      case "elsewhere":
        try write(
          "ffffffff8a000000 D node_data\nffffffff8a001000 d memory_groups\n",
          to: "proc/kallsyms", in: folder)
      case "btf":
        try write(Array(PlantedKernel.types.prefix(100)), to: "sys/kernel/btf/vmlinux", in: folder)
      case "moved": try write(moved, to: "proc/kcore", in: folder)
      default: break
      }
      let path = try record(folder)
      let note = try #require(try note(path))
      #expect(
        note.hasPrefix("recorded on a running machine, without present_early_pages and groups: ")
          && note.contains(reason), "\(change): \(note)")
      let snapshot = try #require(try snapshots(path).last)
      #expect(snapshot.groups == nil && snapshot.zones.allSatisfy { $0.presentEarly == nil })
      withExtendedLifetime(folder) {}
    }
  }

  @Test("Events that were lost are counted")
  func lostEvents() {
    let statistics = """
      entries: 12
      oldest event ts:  2.5
      overrun: 7
      commit overrun: 1
      dropped events: 30
      read events: 9

      """
    #expect(KernelTrace.lost(Array(statistics.utf8)) == 38)
    let profile = """
        decide                                            120               2
        decided                                           119               1
        of_others                                           1            1000

      """
    #expect(KernelTrace.missed(Array(profile.utf8)) == 3)
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

  @Test("A parameter's file that is gone was written by nobody")
  func vanishedParameter() throws {
    let capture = try #require(LiveCaptures.all.first { $0.name.hasPrefix("s7c_") })
    let moment = try #require(capture.moments.last)
    let folder = try folder(moment)
    let block = try #require(moment.snapshot.blocks.last { $0.state == "online" })
    let path = try record(folder) { step in
      guard step.sequence == 0 || step.action.operation == "observe" else { return }
      try? remove("sys/module/memory_hotplug/parameters/auto_movable_ratio", in: folder)
      try write(
        "offline\n", to: "sys/devices/system/memory/memory\(block.index)/state", in: folder)
    }
    let snapshots = try snapshots(path)
    #expect(snapshots.last?.blocks.first { $0.index == block.index }?.state == "offline")
    #expect(snapshots.allSatisfy { ["boot", "observe"].contains($0.action.operation) })
    let ratio = moment.snapshot.parameters.autoMovableRatio
    #expect(snapshots.allSatisfy { $0.parameters.autoMovableRatio == ratio })
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
