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
    case cmaPagesStayBootMemory
    case cmaPagesAreNotMovable
    case pagesToOnlineAreForgotten
    case ownKernelPagesAreForgotten
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
    case kernelPagesOfStaticGroupsCountLikeEarlyOnes
    case unitsGoByBlock
    case kernelBlocksOfUnitsAreIgnored
    case movablePagesOfUnitsAreAddedAgain
    case refusedBlocksGoByThemselves
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

  let flaw: Flaw?

  func has(_ flaw: Flaw) -> Bool { self.flaw == flaw }
}
