// SPDX-License-Identifier: MIT

package import AutoMovable
package import Cases

extension MutantPolicy {
  /// `zone_for_pfn_range`.
  package func zone(
    for range: PageRange, _ onlineType: OnlineType, nid: Int32,
    group: MemoryGroup?
  ) -> DecisionAnswer {
    switch onlineType {
    case .onlineKernel where !has(.explicitKernelByPolicy):
      return kernelZone(for: range, nid: nid, exit: .kernelRequested)
    case .offline where has(.offlineMeansKernel):
      return kernelZone(for: range, nid: nid, exit: .kernelRequested)
    case .onlineMovable where !has(.explicitMovableByPolicy):
      return movableZone(nid: nid, exit: .movableRequested)
    default:
      return policy.onlinePolicy == .autoMovable
        ? autoMovableZone(for: range, nid: nid, group: group)
        : contiguousZone(for: range, nid: nid)
    }
  }

  /// An answer of ZONE_MOVABLE.
  package func movableZone(nid: Int32, exit: OnlineDecision.Reason) -> DecisionAnswer {
    var answer = DecisionAnswer()
    answer[.result] = 3
    answer[.nid] = UInt64(bitPattern: Int64(nid))
    answer[.exit] = UInt64(exit.rawValue)
    return answer
  }

  /// An answer of a kernel zone: `default_kernel_zone_for_pfn`.
  package func kernelZone(
    for range: PageRange, nid: Int32, exit: OnlineDecision.Reason
  ) -> DecisionAnswer {
    var answer = DecisionAnswer()
    answer[.result] = kernelZoneIndex(for: range, nid: nid)
    answer[.nid] = UInt64(bitPattern: Int64(nid))
    answer[.exit] = UInt64(exit.rawValue)
    answer[.kernelLookup] = 1
    answer[.kernelPFN] = range.startPFN
    answer[.kernelPages] = range.pageCount
    return answer
  }

  private func kernelZoneIndex(for range: PageRange, nid: Int32) -> UInt64 {
    let types =
      switch mutant {
      case .dma32BeforeDMA: [1, 0]
      case .dmaNotLookedUp: [1]
      default: [0, 1]
      }
    var range = range
    if has(.lookupOfOnePage) { range.pageCount = 1 }
    let nid = has(.lookupOnFirstNode) ? nodes.first?.id.rawValue ?? nid : nid
    for type in types {
      let zone = spanned(type, nid: nid)
      if zone.presentPages == 0, has(.lookupOfPopulatedZonesOnly) { continue }
      if meets(zone, range) { return UInt64(type) }
    }
    return 2
  }

  /// `default_zone_for_pfn`.
  private func contiguousZone(for range: PageRange, nid: Int32) -> DecisionAnswer {
    var answer = kernelZone(for: range, nid: nid, exit: .contiguousZones)
    let kernelType = has(.contigLooksAtNormalOnly) ? 2 : Int(answer[.result])
    let inKernel = meets(spanned(kernelType, nid: nid), range)
    let inMovable = meets(spanned(3, nid: nid), range)
    let preference = policy.isMovableNodeEnabled && !has(.contigMovableNodeIgnored)
    let isMovable =
      switch (inKernel, inMovable) {
      case (true, false): false
      case (false, true): true
      case (true, true):
        has(.contigMovableWins) || (preference && !has(.contigKernelWins))
      case (false, false): preference && !has(.contigNeitherMeansKernel)
      }
    if isMovable { answer[.result] = 3 }
    return answer
  }

  /// A zone of a node; a node that isn't listed has empty ones.
  private func spanned(_ type: Int, nid: Int32) -> Zone {
    nodes.first { $0.id.rawValue == nid }?.zones[type] ?? Zone()
  }

  /// `zone_intersects`.
  private func meets(_ zone: Zone, _ range: PageRange) -> Bool {
    let (start, pages) = (zone.startPFN, zone.spannedPages)
    if pages == 0, !has(.emptySpanMet) { return false }
    let startsBeforeEnd =
      switch mutant {
      case .rangeStartOffByOne: range.startPFN <= start &+ pages
      case .spanEndWide:
        UInt128(range.startPFN) < UInt128(start) + UInt128(pages)
      default: range.startPFN < start &+ pages
      }
    let endsBehindStart =
      switch mutant {
      case .rangeEndOffByOne: range.startPFN &+ range.pageCount >= start
      case .rangeEndWide:
        UInt128(range.startPFN) + UInt128(range.pageCount) > UInt128(start)
      default: range.startPFN &+ range.pageCount > start
      }
    return startsBeforeEnd && endsBehindStart
  }
}
