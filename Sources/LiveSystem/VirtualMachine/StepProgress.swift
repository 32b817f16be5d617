// SPDX-License-Identifier: MIT

/// A step of a scenario that is done.
public struct StepProgress: Sendable {
  /// The scenario.
  public let scenario: Scenario

  /// The number of the snapshot: 0 after boot, *n* after the *n*th action.
  public let sequence: Int

  /// How long the action took, in seconds.
  public let seconds: Double

  /// What the kernel did.
  public let steps: [KernelStep]

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
      case .decision(_, _, _, let pfn, _, _, let zone, _):
        zones[Self.section(of: pfn)] = zone
      case .adjustment(_, let pages, _, let pfn):
        // A block that holds its own memory map is accounted for in two parts.
        let section = Self.section(of: pfn)
        if pages < 0 { offline.insert(section) } else { online[section] = zones[section] }
      }
    }
    let counts = Dictionary(online.values.map { ($0, 1) }, uniquingKeysWith: +)
    return (counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, offline.count)
  }

  private static func section(of pfn: UInt64) -> UInt64 {
    pfn / 32768
  }
}
