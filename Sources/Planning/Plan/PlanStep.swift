// SPDX-License-Identifier: MIT

public import AutoMovable
public import Scenarios

/// A step of a plan: an action of the scenario, or boot.
public struct PlanStep: Sendable {
  /// The step's number; boot is 0.
  public let number: Int

  /// What was done, or `nil` for boot.
  public let action: ScenarioAction?

  /// Whether the machine is sure to be as planned; it isn't any more once a guest may
  /// have refused something.
  public internal(set) var isCertain: Bool

  /// The error of a write that the kernel refuses, if it does.
  public internal(set) var refusal: HotplugError?
}
