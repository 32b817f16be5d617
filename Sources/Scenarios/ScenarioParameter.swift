// SPDX-License-Identifier: MIT

/// A parameter of a scenario that may also stand among its further arguments.
public enum ScenarioParameter: Hashable, Sendable {
  /// `memory_hotplug.online_policy`.
  case onlinePolicy(String)
  /// `memory_hotplug.auto_movable_ratio`, in percent.
  case autoMovableRatio(UInt32)
  /// `memory_hotplug.auto_movable_numa_aware`.
  case autoMovableNumaAware(Bool)
  /// `memhp_default_state`.
  case defaultState(String)
}
