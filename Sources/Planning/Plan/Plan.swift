// SPDX-License-Identifier: MIT

import AutoMovable
public import Scenarios

/// A scenario planned to its end.
public struct Plan: Sendable {
  /// The planner after the last step.
  public let planner: Planner

  /// What the last step left.
  public let summary: PlanSummary

  /// The decision that put the first kernel block there, if there is one.
  public let firstKernelDecision: Planner.TimedDecision?

  /// What whoever plans should know.
  public let warnings: [PlanWarning]

  /// Takes all steps that a planner has left.
  ///
  /// - Throws: What its steps throw.
  public init(_ planner: consuming Planner) throws(PlanError) {
    while try planner.next() != nil {}
    summary = planner.summary()
    firstKernelDecision = try planner.firstKernelDecision()
    warnings = planner.allWarnings(summary, firstKernelDecision)
    self.planner = planner
  }

  /// Plans a scenario.
  ///
  /// - Throws: What creating a planner and taking its steps throws.
  public init(_ scenario: Scenario, boot: PlannedBoot) throws(PlanError) {
    try self.init(Planner(scenario, boot: boot))
  }

  /// Why the first kernel block isn't movable, in a sentence without its stop.
  public var firstKernelReason: String? { firstKernelDecision.map(planner.reason) }
}
