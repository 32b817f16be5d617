// SPDX-License-Identifier: MIT

import AutoMovable
public import Scenarios

/// A step of a scenario that is done.
public struct StepProgress: Sendable {
  /// The scenario.
  public let scenario: Scenario

  /// The number of the snapshot: 0 after boot, *n* after the *n*th action.
  public let sequence: Int

  /// How long the action took, in seconds.
  public let seconds: Double

  /// What the kernel did.
  public let steps: [CaptureStep]

  /// What was done.
  public var action: String {
    sequence == 0 ? "boot" : "\(scenario.actions[sequence - 1])"
  }

  /// How many sections of 128 MiB went online in each zone, by the zone's name,
  /// and how many went offline.
  public var outcome: (online: [(zone: String, count: Int)], offline: Int) {
    var zones: [UInt64: String] = [:]
    var online: [UInt64: String] = [:]
    var offline: Set<UInt64> = []
    for step in steps {
      switch step {
      case .decision(let decision):
        zones[Self.section(of: decision.range.startPFN)] = decision.zone.description
      case .adjustment(let adjustment):
        // A block that holds its own memory map is accounted for in two parts.
        let section = Self.section(of: adjustment.startPFN)
        if adjustment.pages < 0 {
          offline.insert(section)
        } else {
          online[section] = zones[section]
        }
      }
    }
    let counts = Dictionary(online.values.map { ($0, 1) }, uniquingKeysWith: +)
    return (counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, offline.count)
  }

  private static func section(of pfn: UInt64) -> UInt64 {
    pfn / 32768
  }
}
