// SPDX-License-Identifier: MIT

import Cases
import Conformance

extension Tally.Outcome {
  /// The name in reports that programs read.
  var name: StaticString {
    switch self {
    case .testRefusedByRequirement: "test-refused-by-requirement"
    case .testRefusedByLimit: "test-refused-by-limit"
    case .testAllowed: "test-allowed"
    case .kernelRequested: "kernel-requested"
    case .movableRequested: "movable-requested"
    case .contiguousZones: "contig-zones"
    case .ratioIsZero: "ratio-zero"
    case .groupHasKernelPages: "group-has-kernel-pages"
    case .unitHasKernelSection: "unit-has-kernel-section"
    case .refusedBySystem: "refused-by-system"
    case .refusedByNode: "refused-by-node"
    case .allowed: "allowed"
    case .operationDone: "operation-done"
    case .operationRefused: "operation-refused"
    case .onlinedToKernelZone: "onlined-to-kernel-zone"
    case .onlinedToMovable: "onlined-to-movable"
    case .fileRead: "file-read"
    }
  }

  /// The outcome in words.
  var words: String {
    switch self {
    case .testRefusedByRequirement: "refused: other devices need all boot memory"
    case .testRefusedByLimit: "refused: above the limit"
    case .testAllowed: "allowed"
    case .kernelRequested: "online_kernel was asked for"
    case .movableRequested: "online_movable was asked for"
    case .contiguousZones: "contig-zones: by the zones' spans"
    case .ratioIsZero: "kernel zone: the ratio is 0"
    case .groupHasKernelPages: "kernel zone: the static group has kernel pages"
    case .unitHasKernelSection: "kernel zone: the unit has a kernel section"
    case .refusedBySystem: "kernel zone: refused system-wide"
    case .refusedByNode: "kernel zone: refused on the node"
    case .allowed: "Movable: the ratio holds"
    case .operationDone: "done"
    case .operationRefused: "refused"
    case .onlinedToKernelZone: "a block went online in a kernel zone"
    case .onlinedToMovable: "a block went online in Movable"
    case .fileRead: "a file was read"
    }
  }

  /// Whether memory became movable, if the ratio decided.
  var isAllowed: Bool { self == .testAllowed || self == .allowed }

  /// The outcomes of `auto_movable_can_online_movable`.
  static let ofTests: [Tally.Outcome] = [
    .testAllowed, .testRefusedByLimit, .testRefusedByRequirement,
  ]

  /// The outcomes of operations of histories.
  static let ofOperations: [Tally.Outcome] = [
    .operationDone, .onlinedToKernelZone, .onlinedToMovable, .fileRead, .operationRefused,
  ]

  /// The outcomes of `zone_for_pfn_range`.
  static let ofZones: [Tally.Outcome] = allCases.filter {
    !ofTests.contains($0) && !ofOperations.contains($0)
  }

  /// The outcomes that cases of a strategy may have.
  static func all(of strategy: Strategy) -> [Tally.Outcome] {
    allCases.filter { ofOperations.contains($0) == strategy.makesHistories }
  }
}
