// SPDX-License-Identifier: MIT

public import AutoMovable

/// What a replay predicts with.
///
/// Everything has an implementation, which is the core and the kernel's
/// bookkeeping. Tests replace single steps by wrong ones to see whether the
/// captures notice.
public protocol ReplayModel: Sendable {
  /// Picks the zone for memory that is to be onlined.
  func decide(_ question: ReplayQuestion, in state: MemoryState) -> ReplayAnswer

  /// Counts pages that went online or offline, in their zone and their group.
  func account(_ change: ReplayChange, in state: inout MemoryState)

  /// Makes a zone's span hold a range.
  func grow(_ zone: inout Zone, by range: PageRange)

  /// Takes a range that is offline off the end of a zone's span.
  ///
  /// - Parameter pages: The zone's online pages.
  func shrink(_ zone: inout Zone, by range: PageRange, pages: ZonePages)
}

extension ReplayModel {
  public func decide(_ question: ReplayQuestion, in state: MemoryState) -> ReplayAnswer {
    let decision = state.onlineDecision(
      for: question.range, onlineType: question.onlineType, nodeID: question.nodeID,
      groupID: question.groupID, policy: question.policy)
    return ReplayAnswer(zone: decision.zone, nodeID: decision.nodeID)
  }

  /// Mirrors `adjust_present_page_count`.
  public func account(_ change: ReplayChange, in state: inout MemoryState) {
    // A signed number is added to `unsigned long` counters.
    let pages = UInt64(bitPattern: change.pages)
    state.updateZone(change.zone, of: change.nodeID) { zone in
      if change.isEarly { zone.presentEarlyPages &+= pages }
      zone.presentPages &+= pages
    }
    guard let groupID = change.groupID else { return }
    state.groups.update(groupID) { group in
      if change.zone == .movable {
        group.presentMovablePages &+= pages
      } else {
        group.presentKernelPages &+= pages
      }
    }
  }

  /// Mirrors `resize_zone_range`.
  public func grow(_ zone: inout Zone, by range: PageRange) {
    let end = max(zone.spannedPages == 0 ? 0 : zone.endPFN, range.endPFN)
    if zone.spannedPages == 0 || range.startPFN < zone.startPFN {
      zone.startPFN = range.startPFN
    }
    zone.spannedPages = end &- zone.startPFN
  }

  /// Mirrors `shrink_zone_span`.
  public func shrink(_ zone: inout Zone, by range: PageRange, pages: ZonePages) {
    if zone.startPFN == range.startPFN {
      if let first = pages.first(in: range.endPFN..<max(zone.endPFN, range.endPFN)) {
        zone.spannedPages = zone.endPFN &- first
        zone.startPFN = first
      } else {
        zone.startPFN = 0
        zone.spannedPages = 0
      }
    } else if zone.endPFN == range.endPFN {
      let start = min(zone.startPFN, range.startPFN)
      if let last = pages.last(in: start..<range.startPFN) {
        zone.spannedPages = last &- zone.startPFN &+ 1
      } else {
        zone.startPFN = 0
        zone.spannedPages = 0
      }
    }
  }
}
