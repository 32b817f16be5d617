// SPDX-License-Identifier: MIT

import AutoMovable
public import Planning
import Scenarios
public import TextFiles

/// Writes a plan as a JSON object, step by step as it is made.
public struct PlanJSON {
  private var isOpen = false

  /// Creates a writer of one plan.
  public init() {}

  /// Writes a step, after which the planner is.
  public mutating func write(
    _ step: PlanStep, _ planner: Planner, to json: inout JSONWriter
  ) {
    if !isOpen {
      json.beginObject()
      json.name("scenario")
      json.value(planner.scenario.name)
      json.name("steps")
      json.beginList()
      isOpen = true
    }
    json.beginObject()
    json.name("seq")
    json.value(UInt64(step.number))
    json.name("action")
    if let action = step.action {
      action.write(to: &json)
    } else {
      json.beginObject()
      json.name("op")
      json.value("boot")
      json.endObject()
    }
    json.write(blocks: planner.blockRuns().map { BlockRow($0, planner.devices) })
    json.name("zones")
    json.beginList()
    for node in planner.machine.state.nodes {
      for type in ZoneType.allCases where type != .device {
        json.beginObject()
        json.name("nid")
        json.value(node.id.rawValue)
        json.name("zone")
        json.value(type.name)
        json.name("present_pages")
        json.value(node[type].presentPages)
        json.endObject()
      }
    }
    json.endList()
    if !step.isCertain {
      json.name("certain")
      json.value(false)
    }
    json.endObject()
  }

  /// Writes what the last step left, and ends the object and its line.
  ///
  /// - Parameter further: Writes further fields.
  public func finish(
    _ plan: Plan, to json: inout JSONWriter, _ further: (inout JSONWriter) -> Void = { _ in }
  ) {
    json.endList()
    json.name("devices")
    json.beginList()
    for device in plan.summary.devices { json.write(device) }
    json.endList()
    json.name("movable_bytes")
    json.value(plan.summary.movableBytes)
    json.name("kernel_bytes")
    json.value(plan.summary.kernelBytes)
    json.name("first_kernel_block")
    if let block = plan.summary.firstKernelBlock {
      json.beginObject()
      json.name("block")
      json.value(block.block)
      json.name("device")
      json.value(block.device)
      json.name("step")
      json.value(UInt64(block.step))
      json.name("reason")
      json.value(plan.firstKernelReason ?? "")
      json.endObject()
    } else {
      json.null()
    }
    json.write(warnings: plan.warnings.map { ($0.kind.rawValue, $0.text) })
    further(&json)
    json.endObject()
    json.endLine()
  }
}

extension BlockRow {
  fileprivate init(_ run: BlockRun, _ devices: [PlannedDevice]) {
    let device =
      switch run.owner {
      case .boot: "boot"
      case .earlier: "earlier"
      case .device(let index): devices[index].id
      }
    self.init(
      first: run.first, count: run.count, nodeID: run.nodeID, state: "\(run.state.name)",
      zone: run.zone, device: device)
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ device: PlanSummary.Device) {
    beginObject()
    name("id")
    value(device.id)
    name("kind")
    value(device.kind.rawValue)
    name("node")
    value(device.nodeID.rawValue)
    name("plugged_bytes")
    value(device.pluggedBytes)
    name("movable_bytes")
    value(device.movableBytes)
    name("kernel_bytes")
    value(device.kernelBytes)
    name("unpluggable_bytes")
    value(device.unpluggableBytes)
    name("layout")
    value(device.layout.description)
    endObject()
  }
}
