// SPDX-License-Identifier: MIT

import Scenarios

/// How much of the hotplugged memory is to be movable.
public enum PlanGoal: Hashable, Sendable {
  /// All of it.
  case all
  /// At least so many percent.
  case percent(UInt64)
  /// At least so many bytes.
  case bytes(UInt64)
}

extension PlanGoal {
  /// Reads a text: `all`, `movable>=90%` or `movable>=8G`.
  ///
  /// - Throws: What was expected in place of what is there.
  public init(_ text: String) throws(PlanError) {
    let amount = text.hasPrefix("movable>=") ? text.dropFirst("movable>=".count) : ""
    if text == "all" {
      self = .all
    } else if amount.hasSuffix("%"), let percent = UInt64(amount.dropLast()), 1...100 ~= percent {
      self = .percent(percent)
    } else if let size = ByteCount(amount), !amount.isEmpty, size.rawValue > 0 {
      self = .bytes(size.rawValue)
    } else {
      throw PlanError("", "expected movable>=90% or movable>=8G, found \(text)")
    }
  }

  /// Whether hotplugged memory is as it is to be.
  public func isMet(by totals: PlanTotals) -> Bool {
    switch self {
    case .all: totals.kernelBytes == 0 && totals.offlineBytes == 0
    // No memory that fits into a machine is 2^57 bytes.
    case .percent(let percent):
      totals.movableBytes * 100 >= totals.hotpluggedBytes * percent
    case .bytes(let bytes): totals.movableBytes >= bytes
    }
  }

  /// How much has to be movable, in bytes.
  func bytes(of totals: PlanTotals) -> UInt64 {
    switch self {
    case .all: totals.hotpluggedBytes
    case .percent(let percent): (totals.hotpluggedBytes * percent + 99) / 100
    case .bytes(let bytes): bytes
    }
  }
}
