// SPDX-License-Identifier: MIT

/// One mistake that an implementation of the policy may have.
///
/// `MutantPolicy` has a switch for each.
package enum Mutant: CaseIterable, Hashable, Sendable {
  // What zones add up to.
  case unpopulatedZonesCounted
  case zonesPopulatedBySpan
  case zonesPopulatedIn32Bits
  case firstZoneSkipped
  case deviceZoneSkipped
  case deviceZoneCountedMovable
  case presentCountedForEarly
  case earlyCountedForPresentMovable
  case earlyOfMovableCounted
  case cmaNotCountedMovable
  case cmaNotSubtracted
  case cmaIgnored
  case cmaOfMovableCounted
  case cmaSubtractedToZeroAtMost
  case firstNodeOnly

  // What a group needs.
  case requirementFactor101
  case requirementFactor99
  case requirementRatioUnsigned
  case requirementProductWide
  case requirementDividesFirst
  case requirementRoundedUp
  case requirementComparedUnsigned
  case requirementAboveOne
  case requirementIn32Bits
  case requirementWithoutOwnKernel
  case surplusShared
  case movableOfNeedyGroupsOnly
  case zeroRatioCountsGroups

  // Which groups are walked.
  case targetNotExcluded
  case nodeFilterDropped
  case nodeFilterInSystem
  case staticGroupsCounted
  case firstGroupOnly
  case walkEndsAtTarget
  case groupsOfUnlistedNodesSkipped

  // The ratio test.
  case requirementEqualityAllowed
  case requirementTestSigned
  case requirementTestDropped
  case ownKernelBeforeRequirement
  case ownKernelOfStaticGroups
  case ownKernelOnSameNodeOnly
  case ownKernelIgnored
  case groupMovableKept
  case groupMovableToZeroAtMost
  case addedPagesIgnored
  case limitEqualityRefused
  case limitDivisor101
  case limitDivisor99
  case limitRatioSigned
  case limitProductWide
  case limitProductIn32Bits
  case limitDividesFirst
  case limitRoundedUp
  case limitComparedSigned
  case limitCrossMultiplied

  // The zone choice.
  case zeroRatioTestDropped
  case staticKernelTestDropped
  case staticOnlineIgnored
  case staticRestToZeroAtMost
  case unitOfOneBlockWalked
  case unitNotAligned
  case unitFirstSectionSkipped
  case unitLastSectionSkipped
  case unitForeignSectionsSkipped
  case unitSmallerThanRangeNotWalked
  case unitOnlineNotSubtracted
  case unitOnlineOfWholeGroup
  case unitKernelSectionIgnored
  case unitKernelExitAtBlock
  case unitOfBlockSize
  case refusedLookupAtBlock
  case refusedLookupAtUnit
  case refusedLookupOfBlockSize
  case passesSwapped
  case systemPassDropped
  case nodePassAlone
  case nodePassDropped
  case nodePassForced
  case nodePassOnFirstNode
  case movableNodeHeeded

  // Other rules.
  case explicitKernelByPolicy
  case explicitMovableByPolicy
  case offlineMeansKernel
  case contigMovableNodeIgnored
  case contigMovableWins
  case contigKernelWins
  case contigNeitherMeansKernel
  case contigLooksAtNormalOnly
  case dma32BeforeDMA
  case dmaNotLookedUp
  case lookupOfOnePage
  case lookupOnFirstNode
  case lookupOfPopulatedZonesOnly
  case rangeStartOffByOne
  case rangeEndOffByOne
  case emptySpanMet
  case rangeEndWide
  case spanEndWide
}
