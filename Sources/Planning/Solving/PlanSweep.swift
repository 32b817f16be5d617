// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios

/// A variable that takes one value after the other.
public struct PlanSweep: Hashable, Sendable {
  /// The variable.
  public let variable: PlanVariable

  /// The values, ascending.
  public let values: [UInt64]

  /// The most values that a sweep has.
  public static let maximumCount = 10_000

  /// Reads a text such as `ratio=100..800:25` or `boot=1G..8G:512M`.
  ///
  /// - Throws: What was expected in place of what is there.
  public init(_ text: String) throws(PlanError) {
    let expectation = PlanError(
      "", "expected ratio=FROM..TO:STEP, or boot= or hotplug= with sizes, found \(text)")
    let pair = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard pair.count == 2, let variable = PlanVariable(rawValue: String(pair[0])) else {
      throw expectation
    }
    let parts = pair[1].split(separator: ":", omittingEmptySubsequences: false)
    let ends = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, ends.count == 3, ends[1].isEmpty else { throw expectation }
    let texts = [ends[0], ends[2], parts[1]]
    let numbers = texts.compactMap {
      variable == .ratio ? UInt64($0) : ByteCount($0)?.rawValue
    }
    guard numbers.count == 3 else { throw expectation }
    let (first, last, step) = (numbers[0], numbers[1], numbers[2])
    guard step > 0, first <= last, last <= variable.limit,
      (last - first) / step < UInt64(Self.maximumCount)
    else {
      throw PlanError(
        "",
        "expected 1 to \(Self.maximumCount) values from low to high, up to \(variable.limit)")
    }
    self.variable = variable
    // No more than `last`.
    values = (0...(last - first) / step).map { first + $0 * step }
  }
}

extension PlanSweep {
  /// A value with what hotplugged memory comes to.
  public struct Point: Hashable, Sendable {
    /// The value.
    public let value: UInt64
    /// What hotplugged memory comes to, or `nil` if there is no such machine.
    public let totals: PlanTotals?
  }

  /// Plans the case with a value.
  public func point(_ index: Int, of problem: PlanCase) -> Point {
    let value = values[index]
    let changed = problem.setting(variable, to: value)
    guard let changed, changed.scenario.validate() == nil else {
      return Point(value: value, totals: nil)
    }
    return Point(value: value, totals: try? changed.planned().totals)
  }
}

extension PlanVariable {
  /// A value in words: percent, or a size.
  public func text(_ value: UInt64) -> String {
    self == .ratio ? "\(value) %" : ByteCount(rawValue: value).description
  }
}
