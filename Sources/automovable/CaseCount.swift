// SPDX-License-Identifier: MIT

import ArgumentParser

/// The numbers of cases that a source may be asked for.
enum CaseCount {
  /// More than anybody will run, and few enough that those of all sources
  /// together stay below 2^64.
  static let maximum: UInt64 = 1 << 60

  /// Refuses other numbers.
  static func validate(_ count: UInt64) throws {
    guard 1...maximum ~= count else {
      throw ValidationError(
        "--cases: expected 1 to \(maximum), found \(count)")
    }
  }
}
