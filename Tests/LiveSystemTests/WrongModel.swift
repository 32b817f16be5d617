// SPDX-License-Identifier: MIT

import AutoMovable

@testable import LiveSystem

/// The kernel's rules written out once more, with at most one flaw.
struct WrongModel: ReplayModel {
  /// What is wrong with a model.
  enum Flaw: String, CaseIterable, Sendable {
    // The ratio test.
    case ratioOneMore
    case ratioOneLess
    case ratioIsAlwaysTheDefault
    case percentOf101
    case limitItselfIsRefused
    case hotplugCountsAsBootMemory
    case onlyNormalCountsAsBootMemory
    case movableMemoryIsForgotten
    case pagesToOnlineAreForgotten
    case ownKernelPagesAreForgotten
    case ownKernelPagesOfStaticGroupsCount
    // Other groups.
    case requirementIsForgotten
    case movableOfOtherGroupsStays
    case targetCountsAsOther
    case kernelPagesDontLowerRequirement
    case surplusKernelPagesAreShared
    case nodeTestCountsAllGroups
    // Passes.
    case nodeIsNeverTested
    case nodeIsAlwaysTested
    case onlyNodeIsTested
    // Units and devices.
    case staticGroupsGoByBlock
    case kernelPagesOfStaticGroupsAreIgnored
    case unitsGoByBlock
    case kernelBlocksOfUnitsAreIgnored
    case movablePagesOfUnitsAreAddedAgain
    // What goes before the ratio.
    case ratioZeroMeansNoLimit
    case policyIsAlwaysAutoMovable
    case onlineKernelIsIgnored
    case onlineMovableIsIgnored
    case zoneIsOfNodeZero
    // The books.
    case everythingIsEarly
    case presentIsKeptOfOnlineOnly
    case groupsAreNotCounted
    case groupsCountUpOnly
    case groupCountersAreSwapped
    case allPagesGoToNormal
    case allPagesGoToNodeZero
    case signIsWrong
    case spansDontGrow
    case spansDontShrink
    case spansShrinkToNothing
    case spansShrinkToTheRange
  }

  /// The flaws that no capture notices so far: in none has a DIMM kernel blocks
  /// when one of its blocks is asked about, room for a part of it only, or
  /// another device more kernel memory than it needs. The worked cases of
  /// `Vectors/decisions` do.
  static let unnoticed: Set<Flaw> = [
    .ownKernelPagesOfStaticGroupsCount,
    .surplusKernelPagesAreShared,
    .staticGroupsGoByBlock,
    .kernelPagesOfStaticGroupsAreIgnored,
  ]

  let flaw: Flaw?

  func has(_ flaw: Flaw) -> Bool { self.flaw == flaw }
}
