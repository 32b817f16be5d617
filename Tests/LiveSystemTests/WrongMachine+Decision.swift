// SPDX-License-Identifier: MIT

import AutoMovable

@testable import LiveSystem

extension WrongMachine {
  func decide(_ question: ReplayQuestion, in state: MemoryState) -> ReplayAnswer {
    ReplayAnswer(
      zone: zone(question, in: state),
      nodeID: has(.zoneIsOfNodeZero) ? 0 : question.nodeID)
  }

  private func zone(_ question: ReplayQuestion, in state: MemoryState) -> ZoneType {
    let kernelZone = kernelZone(of: question.range, question, in: state)
    switch question.onlineType {
    case .onlineKernel where !has(.onlineKernelIsIgnored): return kernelZone
    case .onlineMovable where !has(.onlineMovableIsIgnored): return .movable
    default: break
    }
    if question.policy.onlinePolicy == .contigZones, !has(.policyIsAlwaysAutoMovable) {
      return contiguousZone(question, kernelZone, in: state)
    }
    guard let refusal = refusal(question, in: state) else { return .movable }
    return has(.refusedBlocksGoByThemselves)
      ? kernelZone : self.kernelZone(of: refusal, question, in: state)
  }

  private func kernelZone(
    of range: PageRange, _ question: ReplayQuestion, in state: MemoryState
  ) -> ZoneType {
    guard let node = state.nodes.first(where: { $0.id == question.nodeID }) else { return .normal }
    return [.dma, .dma32].first { node[$0].intersects(range) } ?? .normal
  }

  private func contiguousZone(
    _ question: ReplayQuestion, _ kernelZone: ZoneType, in state: MemoryState
  ) -> ZoneType {
    guard let node = state.nodes.first(where: { $0.id == question.nodeID }) else {
      return kernelZone
    }
    let inKernel = node[kernelZone].intersects(question.range)
    return node[.movable].intersects(question.range) && !inKernel ? .movable : kernelZone
  }

  /// The pages whose kernel zone is taken; `nil` if the block may be movable.
  private func refusal(_ question: ReplayQuestion, in state: MemoryState) -> PageRange? {
    if question.policy.autoMovableRatio == 0 {
      return has(.ratioZeroMeansNoLimit) ? nil : question.range
    }
    let group = question.groupID.flatMap { state.groups[$0] }
    let (range, isSettled) = rangeToTest(question, group, in: state)
    let isAllowed = { (scope: RatioTest.Scope) in
      self.isAllowed(range.pageCount, for: group, scope, question.policy.autoMovableRatio, state)
    }
    if isSettled { return range }
    if !has(.onlyNodeIsTested), !isAllowed(.system) { return range }
    let isAware = question.policy.isAutoMovableNUMAAware || has(.nodeIsAlwaysTested)
    guard isAware, !has(.nodeIsNeverTested) else { return nil }
    return isAllowed(.node(question.nodeID)) ? nil : range
  }

  /// What the ratio must allow, placed where a refusal looks for the kernel zone;
  /// kernel pages of the device or unit settle the matter.
  private func rangeToTest(
    _ question: ReplayQuestion, _ group: MemoryGroup?, in state: MemoryState
  ) -> (range: PageRange, isSettled: Bool) {
    var range = question.range
    switch group?.kind {
    case .static(let maxPages):
      let areKernelPagesIgnored =
        has(.kernelPagesOfStaticGroupsAreIgnored)
        || has(.kernelPagesOfStaticGroupsCountLikeEarlyOnes)
      if group?.presentKernelPages != 0, !areKernelPagesIgnored { return (range, true) }
      if !has(.staticGroupsGoByBlock) {
        range.pageCount = maxPages &- (group?.presentMovablePages ?? 0)
      }
    case .dynamic(let unit) where unit != range.pageCount && !has(.unitsGoByBlock):
      let first = range.startPFN / unit * unit / 32768
      var online: UInt64 = 0
      for section in first..<first + unit / 32768 {
        guard let run = state.sections.first(where: { $0.contains(section) }) else { continue }
        if run.zone == .movable {
          online += 32768
        } else if !has(.kernelBlocksOfUnitsAreIgnored) {
          range.startPFN = section * 32768
          return (range, true)
        }
      }
      range.startPFN = first * 32768 + unit
      range.pageCount = has(.movablePagesOfUnitsAreAddedAgain) ? unit : unit - online
    default:
      break
    }
    return (range, false)
  }
}

extension SectionRun {
  fileprivate func contains(_ section: UInt64) -> Bool {
    firstSection <= section && section < endSection
  }
}
