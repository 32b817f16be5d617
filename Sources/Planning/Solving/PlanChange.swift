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
    var names: [Substring] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = part.prefix { $0 != "=" }
      changes.append(try PlanChange(part))
      guard !names.contains(name) else {
        throw PlanError("", "expected each setting once, found \(name) twice")
      }
      names.append(name)
    }
    return changes
  }

  private init(_ text: Substring) throws(PlanError) {
    let pair = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard pair.count == 2 else {
      throw PlanError("", "expected SETTING=VALUE, found \(text)")
    }
    let value = pair[1]
    let change: PlanChange?
    let expected: String
    switch pair[0] {
    case "ratio":
      change = UInt32(value).map { .ratio($0) }
      expected = "an integer in 0...\(UInt32.max)"
    case "numa-aware":
      change = Bool(setting: value).map { .numaAware($0) }
      expected = "yes or no"
    case "movable-node":
      change = Bool(setting: value).map { .movableNode($0) }
      expected = "yes or no"
    case "policy":
      change = OnlinePolicy(sysfsText: Array(value.utf8).span).map { .policy($0) }
      expected = "auto-movable or contig-zones"
    case "state":
      change = OnlineType(sysfsText: Array(value.utf8).span).map { .state($0) }
      expected = "offline, online, online_kernel or online_movable"
    case "boot":
      change = ByteCount(value).map { .boot($0) }
      expected = "a size such as 128M or 2G"
    case "hotplug":
      change = ByteCount(value).map { .hotplug($0) }
      expected = "a size such as 128M or 2G"
    default:
      throw PlanError(
        "",
        "expected ratio=, numa-aware=, policy=, movable-node=, state=, boot= or hotplug=, found "
          + "\(text)")
    }
    guard let change else {
      throw PlanError("", "\(pair[0]): expected \(expected), found \(value)")
    }
    self = change
  }
}

extension Bool {
  /// Reads yes or no, as people say it.
  package init?(setting text: Substring) {
    switch text {
    case "yes", "y", "Y", "on", "true", "1": self = true
    case "no", "n", "N", "off", "false", "0": self = false
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
        changed.scenario.kernelArguments.removeAll { BootArgument($0).name == "movable_node" }
        if isSet { changed.scenario.kernelArguments.append("movable_node") }
      case .boot(let size): changed = try changed.varying(.boot, size, change)
      case .hotplug(let size): changed = try changed.varying(.hotplug, size, change)
      }
    }
    if let problem = changed.scenario.firstProblem {
      throw PlanError(changes.map { $0.description }.joined(separator: ","), problem.reason)
    }
    return changed
  }

  private func varying(
    _ variable: PlanVariable, _ size: ByteCount, _ change: PlanChange
  ) throws(PlanError) -> PlanCase {
    if let obstacle = obstacle(to: variable) { throw PlanError("\(change)", obstacle) }
    return setting(variable, to: size.rawValue) ?? self
  }
}
