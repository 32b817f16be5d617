// SPDX-License-Identifier: MIT

package import AutoMovable
package import Cases

extension MutantPolicy {
  /// What is asked of the ratio tests, and the range that a kernel zone is
  /// looked up by if they refuse.
  private struct Plan {
    var maxPages: UInt64
    var onlinePages: UInt64 = 0
    var lookupPFN: UInt64
    var lookupPages: UInt64?
  }

  /// `auto_movable_zone_for_pfn`.
  package func autoMovableZone(
    for range: PageRange, nid: Int32, group: MemoryGroup?
  ) -> DecisionAnswer {
    if policy.autoMovableRatio == 0, !has(.zeroRatioTestDropped) {
      return kernelZone(for: range, nid: nid, exit: .ratioIsZero)
    }
    if policy.isMovableNodeEnabled, has(.movableNodeHeeded) {
      return movableZone(nid: nid, exit: .allowed)
    }
    var plan = Plan(maxPages: range.pageCount, lookupPFN: range.startPFN)
    switch group?.kind {
    case .static(let maxPages):
      if group?.presentKernelPages != 0, !has(.staticKernelTestDropped) {
        return kernelZone(for: range, nid: nid, exit: .groupHasKernelPages)
      }
      plan.maxPages = maxPages
      if !has(.staticOnlineIgnored) {
        plan.onlinePages = group?.presentMovablePages ?? 0
      }
    case .dynamic(let unit) where isWalked(unit, for: range):
      switch walk(unit, at: range, nid: nid) {
      case .kernelSection(let pfn):
        let lookup = PageRange(
          startPFN: has(.unitKernelExitAtBlock) ? range.startPFN : pfn,
          pageCount: range.pageCount)
        return kernelZone(for: lookup, nid: nid, exit: .unitHasKernelSection)
      case .movable(let online, let end):
        plan.maxPages = has(.unitOfBlockSize) ? range.pageCount : unit
        plan.onlinePages =
          switch mutant {
          case .unitOnlineNotSubtracted: 0
          case .unitOnlineOfWholeGroup: group?.presentMovablePages ?? 0
          default: online
          }
        switch mutant {
        case .refusedLookupAtBlock: break
        case .refusedLookupAtUnit: plan.lookupPFN = range.startPFN & ~(unit &- 1)
        default: plan.lookupPFN = end
        }
      }
    case .dynamic, nil:
      break
    }
    if has(.refusedLookupOfBlockSize) { plan.lookupPages = range.pageCount }
    return test(plan, nid: nid, group: group)
  }

  /// The ratio tests.
  private func test(_ plan: Plan, nid: Int32, group: MemoryGroup?) -> DecisionAnswer {
    let isTooMuch = plan.onlinePages > plan.maxPages
    let pages =
      isTooMuch && has(.staticRestToZeroAtMost)
      ? 0 : plan.maxPages &- plan.onlinePages
    let lookup = PageRange(
      startPFN: plan.lookupPFN, pageCount: plan.lookupPages ?? pages)

    var tests: [DecisionAnswer.Field] = [.testExit]
    let isNodePassAlone = has(.nodePassAlone) && policy.isAutoMovableNUMAAware
    if has(.systemPassDropped) || isNodePassAlone { tests = [] }
    if policy.isAutoMovableNUMAAware || has(.nodePassForced), !has(.nodePassDropped) {
      tests.append(.nodeTestExit)
    }
    if has(.passesSwapped) { tests.reverse() }

    var records: [(RatioRecord, DecisionAnswer.Field)] = []
    var answer = movableZone(nid: nid, exit: .allowed)
    for field in tests {
      let nodeNID = has(.nodePassOnFirstNode) ? nodes.first?.id.rawValue ?? nid : nid
      let record = RatioRecord(
        self, nid: field == .testExit ? -1 : nodeNID, group: group, adding: pages)
      records.append((record, field))
      if !record.isAllowed {
        answer = kernelZone(
          for: lookup, nid: nid,
          exit: field == .testExit ? .refusedBySystem : .refusedByNode)
        break
      }
    }
    for (record, field) in records { record.write(to: &answer, from: field) }
    answer[.onlinePages] = plan.onlinePages
    answer[.testedPages] = pages
    return answer
  }
}

// MARK: Units

extension MutantPolicy {
  private enum Walk {
    case kernelSection(pfn: UInt64)
    case movable(online: UInt64, end: UInt64)
  }

  private func isWalked(_ unit: UInt64, for range: PageRange) -> Bool {
    switch mutant {
    case .unitOfOneBlockWalked: true
    case .unitSmallerThanRangeNotWalked: unit > range.pageCount
    default: unit != range.pageCount
    }
  }

  /// Looks at the first page of each section of the unit around a range.
  private func walk(_ unit: UInt64, at range: PageRange, nid: Int32) -> Walk {
    let block: UInt64 = 32_768
    let alignment = has(.unitNotAligned) ? block : unit
    let start = range.startPFN & ~(alignment &- 1)
    let end = start &+ unit
    // A unit whose end wraps isn't entered.
    if end <= start { return .movable(online: 0, end: start) }
    let first = start / block + (has(.unitFirstSectionSkipped) ? 1 : 0)
    let last = end / block - (has(.unitLastSectionSkipped) ? 1 : 0)
    var online: UInt64 = 0
    for run in sections {
      let from = max(first, run.firstSection)
      let to = min(last, run.firstSection + run.sectionCount)
      if from >= to { continue }
      if run.nodeID.rawValue != nid, has(.unitForeignSectionsSkipped) { continue }
      if run.zone == .movable {
        online += (to - from) * block
      } else if !has(.unitKernelSectionIgnored) {
        return .kernelSection(pfn: from * block)
      }
    }
    return .movable(online: online, end: end)
  }
}
