// SPDX-License-Identifier: MIT

import AutoMovable

@testable import LiveSystem

extension WrongModel {
  func decide(_ question: ReplayQuestion, in state: MemoryState) -> ReplayAnswer {
    ReplayAnswer(
      zone: zone(question, in: state),
      nodeID: has(.zoneIsOfNodeZero) ? 0 : question.nodeID)
  }

  private func zone(_ question: ReplayQuestion, in state: MemoryState) -> ZoneType {
    let kernelZone = kernelZone(question, in: state)
    switch question.onlineType {
    case .onlineKernel where !has(.onlineKernelIsIgnored): return kernelZone
    case .onlineMovable where !has(.onlineMovableIsIgnored): return .movable
    default: break
    }
    if question.policy.onlinePolicy == .contigZones, !has(.policyIsAlwaysAutoMovable) {
      return contiguousZone(question, kernelZone, in: state)
    }
    return isMovable(question, in: state) ? .movable : kernelZone
  }

  private func kernelZone(_ question: ReplayQuestion, in state: MemoryState) -> ZoneType {
    guard let node = state.nodes.first(where: { $0.id == question.nodeID }) else { return .normal }
    return [.dma, .dma32].first { node[$0].intersects(question.range) } ?? .normal
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

  private func isMovable(_ question: ReplayQuestion, in state: MemoryState) -> Bool {
    if question.policy.autoMovableRatio == 0 { return has(.ratioZeroMeansNoLimit) }
    let group = question.groupID.flatMap { state.groups[$0] }
    guard let pages = pagesToTest(question, group, in: state) else { return false }
    let isAllowed = { (scope: Scope) in
      self.isAllowed(pages, for: group, scope, question.policy.autoMovableRatio, state)
    }
    if !has(.onlyNodeIsTested), !isAllowed(.system) { return false }
    let isAware = question.policy.isAutoMovableNUMAAware || has(.nodeIsAlwaysTested)
    guard isAware, !has(.nodeIsNeverTested) else { return true }
    return isAllowed(.node(question.nodeID))
  }

  /// The pages that the ratio must allow; `nil` if kernel pages of the device
  /// or unit settle the matter.
  private func pagesToTest(
    _ question: ReplayQuestion, _ group: MemoryGroup?, in state: MemoryState
  ) -> UInt64? {
    let block = question.range.pageCount
    switch group?.kind {
    case .static(let maxPages):
      let kernelPagesSettle =
        !has(.kernelPagesOfStaticGroupsAreIgnored)
        && !has(.kernelPagesOfStaticGroupsCountLikeEarlyOnes)
      if group?.presentKernelPages != 0, kernelPagesSettle { return nil }
      return has(.staticGroupsGoByBlock)
        ? block : maxPages &- (group?.presentMovablePages ?? 0)
    case .dynamic(let unit) where unit != block && !has(.unitsGoByBlock):
      let first = question.range.startPFN / unit * unit / 32768
      var online: UInt64 = 0
      for section in first..<first + unit / 32768 {
        guard let run = state.sections.first(where: { $0.contains(section) }) else { continue }
        if run.zone == .movable {
          online += 32768
        } else if !has(.kernelBlocksOfUnitsAreIgnored) {
          return nil
        }
      }
      return has(.movablePagesOfUnitsAreAddedAgain) ? unit : unit - online
    default:
      return block
    }
  }
}

extension SectionRun {
  fileprivate func contains(_ section: UInt64) -> Bool {
    firstSection <= section && section < endSection
  }
}
