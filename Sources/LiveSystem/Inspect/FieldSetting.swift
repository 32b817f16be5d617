// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios
import TextFiles

/// What a user says that a field of the machine is, whatever the files say, as in
/// `nodes[0].zones[2].cma_pages=16384`.
public struct FieldSetting: Hashable, Sendable {
  /// The field, as inspections name it.
  public let path: String

  let value: Value

  /// What is set.
  enum Value: Hashable {
    /// A parameter's text, as a kernel prints it.
    case parameter(String, String)
    case movableNode(Bool)
    case kernel(KernelVersion)
    case possibleNodes([NodeID])
    /// A field of a zone, by its position in the machine.
    case zone(node: Int, zone: Int, ZoneField, UInt64)
  }

  /// The fields of a zone.
  enum ZoneField: String, CaseIterable {
    case presentPages = "present_pages"
    case presentEarlyPages = "present_early_pages"
    case cmaPages = "cma_pages"
    case startPFN = "zone_start_pfn"
    case spannedPages = "spanned_pages"
  }

  /// Reads FIELD=VALUE, or `nil` if that can't be set so.
  public init?(_ text: String) {
    guard let sign = text.firstIndex(of: "=") else { return nil }
    path = String(text[..<sign])
    guard let value = Self.value(path, String(text[text.index(after: sign)...])) else { return nil }
    self.value = value
  }

  private static func value(_ path: String, _ text: String) -> Value? {
    switch path {
    case "params.online_policy":
      return OnlinePolicy(sysfsText: Array(text.utf8).span).map {
        .parameter("online_policy", $0.description)
      }
    case "params.auto_movable_ratio":
      return UInt32(text).map { .parameter("auto_movable_ratio", "\($0)") }
    case "params.auto_movable_numa_aware", "params.memmap_on_memory":
      let name = String(path.dropFirst("params.".count))
      return truth(text).map { .parameter(name, $0 ? "Y" : "N") }
    case "auto_online_blocks":
      return OnlineType(sysfsText: Array(text.utf8).span).map { .parameter(path, $0.description) }
    case "movable_node": return truth(text).map { .movableNode($0) }
    case "kernel":
      return KernelVersion(Array(text.utf8).span).flatMap { $0 >= .first ? .kernel($0) : nil }
    case "possible_nids": return [NodeID](list: text).map { .possibleNodes($0) }
    default: return zoneValue(path, text)
    }
  }

  /// `nodes[0].zones[2].cma_pages`
  private static func zoneValue(_ path: String, _ text: String) -> Value? {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let node = index(parts[0], of: "nodes"),
      let zone = index(parts[1], of: "zones"), let field = ZoneField(rawValue: String(parts[2])),
      let value = UInt64(text)
    else { return nil }
    return .zone(node: node, zone: zone, field, value)
  }

  private static func index(_ text: Substring, of list: String) -> Int? {
    guard text.hasPrefix("\(list)["), text.hasSuffix("]") else { return nil }
    return UInt16(text.dropFirst(list.count + 1).dropLast()).map { Int($0) }
  }

  private static func truth(_ text: String) -> Bool? {
    switch text {
    case "Y", "true": true
    case "N", "false": false
    default: nil
    }
  }
}

extension SystemRecord {
  /// Takes what is set of the machine as a whole in place of what files say.
  mutating func applySettings() {
    for setting in settings {
      switch setting.value {
      case .parameter(let name, let text): parameters[name] = text
      case .kernel(let version): kernelRelease = "\(version)"
      case .possibleNodes(let nodes): possibleNodes = nodes
      case .movableNode, .zone: continue
      }
    }
  }

  /// Whether the kernel was booted with the flag `movable_node`.
  var isMovableNodeEnabled: Bool {
    for setting in settings.reversed() {
      if case .movableNode(let isEnabled) = setting.value { return isEnabled }
    }
    return BootArgument.list(commandLine ?? "").contains { $0.name == "movable_node" }
  }
}

extension InspectionBuilder {
  /// What is set of zones, by node and type.
  ///
  /// - Parameter nodes: The nodes as the files have them; what is set is put into them.
  /// - Throws: If there is no such zone, or none can have such counters.
  static func zoneSettings(
    _ record: SystemRecord, _ nodes: inout [Node]
  ) throws(InputError) -> [(node: Int, type: ZoneType, FieldSetting.ZoneField, UInt64)] {
    var settings: [(node: Int, type: ZoneType, FieldSetting.ZoneField, UInt64)] = []
    var paths: [String] = []
    for setting in record.settings {
      guard case .zone(let node, let zone, let field, let value) = setting.value else { continue }
      let types =
        nodes.indices.contains(node)
        ? ZoneType.allCases.filter { nodes[node][$0] != Zone() } : []
      guard types.indices.contains(zone) else {
        throw InputError(
          file: record.name, field: setting.path.visible, message: "there is no such zone to set")
      }
      settings.append((node, types[zone], field, value))
      paths.append(setting.path)
    }
    for (node, type, field, value) in settings {
      switch field {
      case .presentPages: nodes[node][type].presentPages = value
      case .cmaPages: nodes[node][type].cmaPages = value
      case .startPFN: nodes[node][type].startPFN = value
      case .spannedPages: nodes[node][type].spannedPages = value
      case .presentEarlyPages: continue
      }
    }
    for (path, (node, type, field, value)) in zip(paths, settings) {
      let zone = nodes[node][type]
      let mostPages = [CaptureZone].mostPages
      // No zone needs a start to be larger than all that there can be.
      let (isPossible, expected) =
        switch field {
        case _ where value > mostPages:
          (false, "at most \(mostPages), all that any kernel addresses")
        case .cmaPages, .presentEarlyPages:
          (value <= zone.presentPages, "at most \(zone.presentPages), its present_pages")
        case .presentPages: (zone.cmaPages <= value, "at least \(zone.cmaPages), its cma_pages")
        case .startPFN, .spannedPages:
          (
            zone.startPFN <= mostPages &- zone.spannedPages,
            "a zone that ends at page \(mostPages) or before"
          )
        }
      guard isPossible else {
        throw InputError(
          file: record.name, field: path.visible, message: "expected \(expected), found \(value)")
      }
    }
    return settings
  }
}

extension [NodeID] {
  /// Reads a list of possible nodes such as `0-3,8`, ascending.
  init?(list: some StringProtocol) {
    self = []
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int32($0) }
      guard 1...2 ~= ends.count, let first = ends[0], let end = ends[ends.count - 1],
        NodeID(first).isPossible, NodeID(end).isPossible, first <= end,
        last.map({ $0.rawValue < first }) ?? true
      else { return nil }
      self += (first...end).map { NodeID($0) }
    }
  }
}
