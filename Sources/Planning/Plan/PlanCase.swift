// SPDX-License-Identifier: MIT

public import Scenarios

/// A scenario and where its boot memory comes from: all that a plan depends on.
public struct PlanCase: Sendable {
  /// Where boot memory comes from.
  public enum Boot: Sendable {
    /// The usual map of a machine with the scenario's nodes.
    case usual(PlannedBoot.Options)
    /// A machine that is known.
    case known(PlannedBoot)
  }

  /// What is planned.
  public var scenario: Scenario

  /// Where boot memory comes from.
  public var boot: Boot

  /// What is known of the case before it is planned.
  public var remarks: [PlanWarning]

  /// Creates a case.
  public init(
    _ scenario: Scenario, boot: Boot = .usual(PlannedBoot.Options()),
    remarks: [PlanWarning] = []
  ) {
    self.scenario = scenario
    self.boot = boot
    self.remarks = remarks
  }
}

extension PlanCase {
  /// A planner that hasn't taken a step.
  public func planner(recordsOperations: Bool = false) throws(PlanError) -> Planner {
    let boot =
      switch boot {
      case .usual(let options): try PlannedBoot(scenario, options)
      case .known(let boot): boot
      }
    var planner = try Planner(scenario, boot: boot, recordsOperations: recordsOperations)
    for remark in remarks { planner.warn(remark.kind, remark.text) }
    return planner
  }

  /// A planner that has taken all steps.
  public func planned() throws(PlanError) -> Planner {
    var planner = try planner()
    while try planner.next() != nil {}
    return planner
  }
}
