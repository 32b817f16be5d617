// SPDX-License-Identifier: MIT

public import AutoMovable
public import Scenarios

/// Another setting to be tried.
public enum PlanChange: Hashable, Sendable {
  /// `auto_movable_ratio`.
  case ratio(UInt32)
  /// `auto_movable_numa_aware`.
  case numaAware(Bool)
  /// `online_policy`.
  case policy(OnlinePolicy)
  /// The boot parameter `movable_node`.
  case movableNode(Bool)
  /// `memhp_default_state`.
  case state(OnlineType)
  /// Boot memory, as ``PlanVariable/boot`` has it.
  case boot(ByteCount)
  /// The last device's size, as ``PlanVariable/hotplug`` has it.
  case hotplug(ByteCount)
}

extension PlanChange {
  /// Reads changes such as `numa-aware=no,ratio=401`.
  ///
  /// - Throws: What was expected in place of what is there.
  public static func list(_ text: String) throws(PlanError) -> [PlanChange] {
    var changes: [PlanChange] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      changes.append(try PlanChange(part))
    }
    return changes
  }

  private init(_ text: Substring) throws(PlanError) {
    let pair = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard pair.count == 2 else {
      throw PlanError("", "expected SETTING=VALUE, found \(text)")
    }
    let value = pair[1]
    let change: PlanChange? =
      switch pair[0] {
      case "ratio": UInt32(value).map { .ratio($0) }
      case "numa-aware": Bool(setting: value).map { .numaAware($0) }
      case "movable-node": Bool(setting: value).map { .movableNode($0) }
      case "policy": OnlinePolicy(sysfsText: Array(value.utf8).span).map { .policy($0) }
      case "state": OnlineType(sysfsText: Array(value.utf8).span).map { .state($0) }
      case "boot": ByteCount(value).map { .boot($0) }
      case "hotplug": ByteCount(value).map { .hotplug($0) }
      default:
        throw PlanError(
          "",
          "expected ratio=, numa-aware=, policy=, movable-node=, state=, boot= or hotplug=, found "
            + "\(text)")
      }
    guard let change else {
      throw PlanError("", "\(pair[0]): expected another value than \(value)")
    }
    self = change
  }
}

extension Bool {
  fileprivate init?(setting text: Substring) {
    switch text {
    case "yes", "y", "Y", "1", "true": self = true
    case "no", "n", "N", "0", "false": self = false
    default: return nil
    }
  }
}

extension PlanChange: CustomStringConvertible {
  /// The setting as it is read.
  public var description: String {
    switch self {
    case .ratio(let ratio): "ratio=\(ratio)"
    case .numaAware(let isAware): "numa-aware=\(isAware ? "yes" : "no")"
    case .policy(let policy): "policy=\(policy.name)"
    case .movableNode(let isSet): "movable-node=\(isSet ? "yes" : "no")"
    case .state(let state): "state=\(state.name)"
    case .boot(let size): "boot=\(size)"
    case .hotplug(let size): "hotplug=\(size)"
    }
  }
}

extension PlanCase {
  /// The case with other settings.
  ///
  /// - Throws: If there is nothing that could have one.
  public func changing(_ changes: [PlanChange]) throws(PlanError) -> PlanCase {
    var changed = self
    for change in changes {
      switch change {
      case .ratio(let ratio): changed.scenario.set(.autoMovableRatio(ratio))
      case .numaAware(let isAware): changed.scenario.set(.autoMovableNumaAware(isAware))
      case .policy(let policy): changed.scenario.set(.onlinePolicy("\(policy.name)"))
      case .state(let state): changed.scenario.set(.defaultState("\(state.name)"))
      case .movableNode(let isSet):
        changed.scenario.kernelArguments.removeAll { $0 == "movable_node" }
        if isSet { changed.scenario.kernelArguments.append("movable_node") }
      case .boot(let size): changed = try changed.varying(.boot, size, change)
      case .hotplug(let size): changed = try changed.varying(.hotplug, size, change)
      }
    }
    if let problem = changed.scenario.validate() { throw PlanError("", problem) }
    return changed
  }

  private func varying(
    _ variable: PlanVariable, _ size: ByteCount, _ change: PlanChange
  ) throws(PlanError) -> PlanCase {
    guard let changed = setting(variable, to: size.rawValue) else {
      throw PlanError(
        "\(change)",
        variable == .boot
          ? "expected boot memory that is no file's, and a device" : "expected a device")
    }
    return changed
  }
}
