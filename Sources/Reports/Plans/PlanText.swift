// SPDX-License-Identifier: MIT

import AutoMovable
public import Planning
import Scenarios
import TextFiles

/// A plan for people.
public struct PlanText: CustomStringConvertible {
  private let plan: Plan
  private let style: TextStyle

  /// Creates the text of a plan.
  public init(_ plan: Plan, style: TextStyle = .plain) {
    self.plan = plan
    self.style = style
  }

  /// Lines that end with a newline, without anything that acts on a terminal but
  /// colour.
  public var description: String {
    var blocks = [heading, devices, nodes, outlook]
    if !plan.warnings.isEmpty { blocks.append(warnings) }
    return blocks.filter { !$0.isEmpty }.joined(separator: "\n")
  }
}

// MARK: Parts

extension PlanText {
  private var planner: Planner { plan.planner }
  private var summary: PlanSummary { plan.summary }

  private var heading: String {
    let policy = planner.boot.bootPolicy(of: planner.scenario)
    let nodes = planner.scenario.nodes.map { Self.size($0.rawValue) }
    var text = style.apply(.strong, to: planner.scenario.name.visible) + ": boot "
    text += nodes.joined(separator: " + ")
    text += ", \(policy.onlinePolicy)"
    if policy.onlinePolicy == .autoMovable {
      text += " at \(policy.autoMovableRatio) %"
      text += ", numa_aware \(policy.isAutoMovableNUMAAware ? "Y" : "N")"
    }
    text += ", Linux \(planner.boot.kernel), blocks of \(Self.size(planner.blockBytes))\n"
    for assumption in planner.boot.assumptions { text += "  \(assumption)\n" }
    return text
  }

  private var devices: String {
    guard !summary.devices.isEmpty else { return "No hotplugged memory.\n" }
    var table = TextTable([
      "device", "kind", "node", "plugged", "present", "movable", "kernel", "unplug for sure",
    ])
    for device in summary.devices {
      table.add([
        device.id, device.kind.rawValue, "\(device.nodeID)", Self.size(device.pluggedBytes),
        Self.size(device.presentBytes), Self.size(device.movableBytes),
        Self.size(device.kernelBytes),
        Self.size(device.unpluggableBytes),
      ])
      table.note(layout(device.layout))
    }
    if summary.devices.count > 1 {
      table.add([
        "all", "", "", Self.size(summary.pluggedBytes),
        Self.size(summary.hotpluggedBytes), Self.size(summary.movableBytes),
        Self.size(summary.kernelBytes),
        Self.size(summary.devices.reduce(0) { $0 + $1.unpluggableBytes }),
      ])
    }
    let unexplained = PlanLayout.letters.filter { letter, _ in
      summary.devices.contains { $0.layout.contains(letter) }
    }
    let legend = unexplained.map { "\($0.letter) \($0.meaning)" }.joined(separator: ", ")
    var text = table.description
    if !legend.isEmpty { text += "  \(legend); blocks of \(Self.size(planner.blockBytes))\n" }
    if summary.movableBytes + summary.kernelBytes > 0 {
      text +=
        "  If nothing is in the way, all \(Self.size(summary.pluggedBytes)) can be "
        + "unplugged; movable memory for sure.\n"
    }
    if !summary.isCertain {
      text +=
        "  Memory was taken away on the way: this is what is left if nothing was in the "
        + "way.\n"
    }
    return text
  }

  /// A layout with its movable parts in one colour and its kernel parts in another.
  private func layout(_ layout: PlanLayout) -> String {
    let text = layout.description
    guard style == .colored else { return text }
    return text.split(separator: " ").map { word in
      let letter = word.drop { $0 == "(" }.first
      let emphasis: TextStyle.Emphasis? =
        switch letter {
        case "M": .good
        case "o": .faint
        case "N", "D", "A": .warning
        default: nil
        }
      return emphasis.map { style.apply($0, to: String(word)) } ?? String(word)
    }.joined(separator: " ")
  }

  private var nodes: String {
    let types = ZoneType.allCases.filter { type in
      planner.machine.state.nodes.contains { $0[type].isPopulated }
    }
    var table = TextTable(["node"] + types.map { "\($0)" })
    for node in planner.machine.state.nodes {
      table.add(
        ["\(node.id)"]
          + types.map { Self.size(node[$0].presentPages * planner.machine.geometry.pageSize) })
    }
    return table.description
  }

  private var outlook: String {
    var lines: [String] = []
    if let block = summary.firstKernelBlock {
      lines.append(
        "First kernel block: \(block.block), of \(block.device), in step \(block.step): "
          + (plan.firstKernelReason ?? "") + ".")
    }
    lines += next
    let map = planner.memoryMap
    if map.kernelBytes > 0 {
      let share = map.mapBytes * 1000 / map.kernelBytes
      // A warning says how much these hold.
      let holdsOwn = plan.warnings.contains { $0.kind == .ownMap }
      lines.append(
        "The map of all memory" + (holdsOwn ? " but what holds its own" : "")
          + " takes \(Self.size(map.mapBytes)) of "
          + "\(Self.size(map.kernelBytes)) of kernel memory, \(share / 10).\(share % 10) %.")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// What becomes of memory that comes now, a sentence each.
  private var next: [String] {
    switch planner.outlook {
    case .byRatio(let rooms):
      let hasDevice = summary.devices.contains { $0.kind == .virtioMem }
      return rooms.filter { ($0.device != nil) == hasDevice }.map(Self.sentence)
    case .byNeighbours(let isElseMovable):
      return [
        "Under contig-zones the next block goes to its neighbours' zone; where they don't tell, "
          + "it is \(isElseMovable ? "movable" : "kernel memory")."
      ]
    case .movable:
      return ["All memory that comes is movable: auto_online_blocks is online_movable."]
    case .kernel:
      return ["All memory that comes is kernel memory: auto_online_blocks is online_kernel."]
    case .offline:
      return ["All memory that comes stays offline: auto_online_blocks is offline."]
    }
  }

  private static func sentence(_ room: PlanOutlook.Room) -> String {
    switch (room.device, room.bytes) {
    case (let device?, 0): "The next block of \(device) would not be movable."
    case (let device?, let bytes) where room.fittingBytes == 0:
      "\(device) can have no more; if it were larger, \(size(bytes)) more would come before its next "
        + "kernel block."
    case (let device?, let bytes) where room.fittingBytes < bytes:
      "\(device) can have \(size(room.fittingBytes)) more; if it were larger, \(size(bytes)) more "
        + "would come before its next kernel block."
    case (let device?, let bytes):
      "\(device) can have \(size(bytes)) more before its next kernel block."
    case (nil, 0): "Another DIMM on node \(room.nodeID) would not be movable."
    case (nil, let bytes):
      "A DIMM of up to \(size(bytes)) more on node \(room.nodeID) would be movable."
    }
  }

  private var warnings: String {
    plan.warnings.map {
      style.apply(.warning, to: "warning") + ": \($0.text.visible) [\($0.kind.rawValue)]\n"
    }.joined()
  }

  /// A number of bytes as people read it.
  static func size(_ bytes: UInt64) -> String {
    bytes == 0 ? "0" : PageCount(pages: bytes / Geometry.x86_64.pageSize).size
  }
}
