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
    json.name("blocks")
    json.beginList()
    for run in planner.blockRuns() { json.write(run, planner.devices) }
    json.endList()
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
    json.name("warnings")
    json.beginList()
    for warning in plan.warnings {
      json.beginObject()
      json.name("kind")
      json.value(warning.kind.rawValue)
      json.name("text")
      json.value(warning.text)
      json.endObject()
    }
    json.endList()
    further(&json)
    json.endObject()
    json.endLine()
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ run: BlockRun, _ devices: [PlannedDevice]) {
    beginObject()
    name("first")
    value(run.first)
    name("count")
    value(run.count)
    name("node")
    value(run.nodeID.rawValue)
    name("state")
    value(run.state.name)
    name("zone")
    if let zone = run.zone {
      value(zone.name)
    } else {
      null()
    }
    name("device")
    switch run.owner {
    case .boot: value("boot")
    case .device(let index): value(devices[index].id)
    }
    endObject()
  }

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
