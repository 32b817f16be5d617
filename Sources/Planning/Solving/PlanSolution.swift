// SPDX-License-Identifier: MIT

/// A value that just meets a goal.
public struct PlanSolution: Hashable, Sendable {
  /// What was solved for.
  public let variable: PlanVariable

  /// The smallest ratio, the smallest boot memory or the largest device that does.
  public let value: UInt64

  /// What hotplugged memory comes to with it.
  public let totals: PlanTotals

  /// The next value, which doesn't do: one less, or of hotplug one unit more. `nil` if
  /// there is none.
  public let neighbour: UInt64?

  /// What hotplugged memory comes to with the neighbour.
  public let neighbourTotals: PlanTotals?

  /// A value on the other side, where all should do, that doesn't, if one was planned.
  public let exception: UInt64?

  /// What hotplugged memory comes to with the exception.
  public let exceptionTotals: PlanTotals?

  /// Whether no value is known that doesn't do: the solution is an end of what is planned.
  public var isLimit: Bool { neighbour == nil }
}
