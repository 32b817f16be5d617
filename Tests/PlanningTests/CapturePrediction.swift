// SPDX-License-Identifier: MIT

import AutoMovable
import LiveSystem
import Planning
import Scenarios
import Testing

/// A capture held against the plan of its scenario, snapshot by snapshot.
struct CapturePrediction {
  /// Why the rest of a capture isn't compared.
  enum End: Hashable, CustomStringConvertible {
    /// A virtio-mem device shrinks: which blocks go is the guest's choice.
    case shrink(step: Int)
    /// The kernel refused to give memory back, as pages in it were busy.
    case busy(step: Int)

    var description: String {
      switch self {
      case .shrink(let step): "step \(step): a virtio-mem device shrinks"
      case .busy(let step): "step \(step): busy memory stays"
      }
    }
  }

  /// The blocks whose state and zone were compared.
  private(set) var rows = 0

  /// The offline blocks whose `valid_zones` were compared.
  private(set) var texts = 0

  /// The snapshots that were compared, that after boot included.
  private(set) var snapshots = 0

  /// Why the comparison ended before the last snapshot.
  private(set) var end: End?

  private(set) var differences: [String] = []

  init(_ capture: PlannedCapture, boot: PlannedBoot) throws {
    var planner = try Planner(capture.scenario, boot: boot)
    for snapshot in capture.snapshots {
      let before = planner.devices
      let step = try #require(try planner.next())
      if case .resize(let id, let size) = step.action,
        before.contains(where: { $0.id == id && $0.pluggedBytes > size.rawValue })
      {
        end = .shrink(step: step.number)
        return
      }
      if Self.isBusy(snapshot, step) {
        end = .busy(step: step.number)
        return
      }
      snapshots += 1
      compare(planner, snapshot)
      guard differences.isEmpty else { return }
    }
    #expect(try planner.next() == nil)
  }

  /// Whether the kernel refused what a plan takes for granted.
  private static func isBusy(_ snapshot: CaptureSnapshot, _ step: PlanStep) -> Bool {
    switch step.action {
    case .removeDIMM(let id): snapshot.devices.contains { $0.id == id }
    case .writeState, .writeOnline:
      step.refusal == nil && snapshot.action.details["error"]?.text == "Device or resource busy"
    default: false
    }
  }

  private mutating func compare(_ planner: Planner, _ snapshot: CaptureSnapshot) {
    var planned: [UInt64: MemoryBlock] = [:]
    planner.machine.forEachBlock(
      in: PageRange(startPFN: 0, pageCount: Geometry.x86_64.pageCount)
    ) { (block) throws(Never) in planned[block.id.rawValue] = block }
    for row in snapshot.blocks {
      rows += 1
      guard let block = planned.removeValue(forKey: row.index) else {
        differences.append("step \(snapshot.sequence): block \(row.index) isn't planned")
        continue
      }
      let isSame =
        "\(block.state.name)" == row.state && (!row.isOnline || block.zone == row.zone)
        && block.nodeID == row.nodeID
      if !isSame {
        differences.append(
          "step \(snapshot.sequence): block \(row.index): planned \(block.state.name) "
            + "\(block.zone?.description ?? "none"), found \(row.state) \(row.validZones)")
      }
      guard !row.isOnline, let text = try? planner.machine.readValidZones(block: block.id)
      else { continue }
      texts += 1
      if text.description != row.validZones + "\n" {
        differences.append(
          "step \(snapshot.sequence): block \(row.index): planned \(text), found "
            + row.validZones)
      }
    }
    for id in planned.keys {
      differences.append("step \(snapshot.sequence): block \(id) isn't there")
    }
  }
}
