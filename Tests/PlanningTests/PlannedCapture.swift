// SPDX-License-Identifier: MIT

import AutoMovable
import Foundation
import LiveSystem
import Planning
import Scenarios
import SystemPackage

/// A capture of a live kernel, and the scenario that it was made from.
struct PlannedCapture: Sendable {
  let name: String
  let scenario: Scenario
  let meta: CaptureMeta?
  let snapshots: [CaptureSnapshot]

  private static let vectors = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Vectors")

  /// The names of all captures.
  static let names: [String] = {
    let folder = vectors.appending(path: "live").path
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasSuffix(".jsonl") }
      .map { String($0.dropLast(6)) }
      .sorted()
  }()

  /// Reads a capture.
  init(_ name: String) throws {
    try self.init(name, in: Self.vectors.appending(path: "live"))
  }

  /// Reads a capture that is in a folder.
  init(_ name: String, in folder: URL) throws {
    self.name = name
    let scenario = Self.vectors.appending(path: "scenarios/\(name).json")
    self.scenario = try Scenario(
      path: scenario.path, content: Array(Data(contentsOf: scenario)))
    var reader = try CaptureReader(path: FilePath(folder.appending(path: name + ".jsonl").path))
    var meta: CaptureMeta?
    var snapshots: [CaptureSnapshot] = []
    while let record = try reader.next() {
      switch record {
      case .meta(let line): meta = line
      case .snapshot(let snapshot): snapshots.append(snapshot)
      case .end: continue
      }
    }
    self.meta = meta
    self.snapshots = snapshots
  }
}

extension PlannedCapture {
  /// Boot memory as the first snapshot has it.
  var boot: PlannedBoot {
    let boot = ReplayBoot(snapshots[0], of: meta)
    return PlannedBoot(
      nodes: boot.nodes, memory: boot.memory, blockPages: boot.blockPages,
      kernel: boot.kernel, of: scenario)
  }
}

extension PlannedCapture {
  /// The capture as if it had been made from another scenario.
  func with(_ scenario: Scenario) -> PlannedCapture {
    PlannedCapture(name: name, scenario: scenario, meta: meta, snapshots: snapshots)
  }

  private init(
    name: String, scenario: Scenario, meta: CaptureMeta?, snapshots: [CaptureSnapshot]
  ) {
    self.name = name
    self.scenario = scenario
    self.meta = meta
    self.snapshots = snapshots
  }
}
