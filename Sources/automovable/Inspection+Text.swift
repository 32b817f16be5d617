// SPDX-License-Identifier: MIT

import AutoMovable
import LiveSystem
import Reports
import TextFiles

extension Inspection {
  /// The system, its zones and devices, what its next memory becomes, what is inferred
  /// and what else there is to know, for people.
  func text(style: TextStyle) -> String {
    var sections = [zoneTable.text(style: style)]
    if !devices.isEmpty { sections.append(deviceTable.text(style: style)) }
    let parameters = machine.parameters
    sections.append(
      list(
        "Parameters",
        ["\(parameters) auto_online_blocks=\(machine.autoOnlineType.name)"]))
    sections.append(
      list(
        "Next",
        next.map { next in
          let whose =
            next.device.map { "\($0.visible), node \(next.nodeID)" } ?? "node \(next.nodeID)"
          return "\(whose): \(next.zone). \(reason(of: next))"
        }))
    if !inferred.isEmpty { sections.append(list("Inferred", inferredLines)) }
    if !warnings.isEmpty { sections.append(list("Remarks", warnings.map { $0.text.visible })) }
    return "\n" + sections.joined(separator: "\n")
  }

  /// Fields that are inferred alike are in one line.
  private var inferredLines: [String] {
    var reasons: [String] = []
    var paths: [String: [String]] = [:]
    for field in inferred {
      if paths[field.reason] == nil { reasons.append(field.reason) }
      paths[field.reason, default: []].append(field.path)
    }
    return reasons.map { "\((paths[$0] ?? []).joined(separator: ", ")): \($0)" }
  }

  private func list(_ title: String, _ lines: [String]) -> String {
    title + "\n" + lines.map { "  \($0)\n" }.joined()
  }

  private var zoneTable: ReportTable {
    var rows: [[String]] = []
    for node in nodes {
      for type in ZoneType.allCases where node[type] != Zone() {
        let zone = node[type]
        rows.append([
          "\(node.id)", "\(type)", PageCount(pages: zone.presentPages, of: geometry).size,
          "\(zone.presentPages)", "\(zone.presentEarlyPages)", "\(zone.cmaPages)",
          "\(zone.startPFN)", "\(zone.spannedPages)",
        ])
      }
    }
    return ReportTable(
      "Zones",
      columns: [
        ("NODE", .trailing), ("ZONE", .leading), ("SIZE", .trailing),
        ("PRESENT_PAGES", .trailing), ("PRESENT_EARLY_PAGES", .trailing),
        ("CMA_PAGES", .trailing), ("ZONE_START_PFN", .trailing), ("SPANNED_PAGES", .trailing),
      ], rows: rows)
  }

  /// How many blocks of a device are where.
  private struct BlockCounts {
    var movable = 0
    var kernel = 0
    var offline = 0
  }

  private var deviceTable: ReportTable {
    var counts: [String: BlockCounts] = [:]
    for block in blocks {
      let path: WritableKeyPath<BlockCounts, Int> =
        !block.block.isOnline ? \.offline : block.zone == .movable ? \.movable : \.kernel
      counts[block.device, default: BlockCounts()][keyPath: path] += 1
    }
    func size(_ count: Int) -> String {
      PageCount(pages: UInt64(count) * blockPages, of: geometry).size
    }
    return ReportTable(
      "Devices",
      columns: [
        ("DEVICE", .leading), ("KIND", .leading), ("GROUP", .leading),
        ("MOVABLE", .trailing), ("KERNEL", .trailing), ("OFFLINE", .trailing),
        ("KNOWN FROM", .leading),
      ],
      rows: devices.enumerated().map { index, device in
        let count = counts[device.id] ?? BlockCounts()
        return [
          device.id.visible, device.kind.rawValue,
          group(of: index).map { "\($0.kind)" } ?? "none", size(count.movable),
          size(count.kernel), size(count.offline), device.evidence.visible,
        ]
      })
  }
}
