// SPDX-License-Identifier: MIT

/// One mistake that a machine that histories are played on may have.
///
/// `FaultyMachine` makes each of them around the Swift core.
enum HistoryFault: CaseIterable, Hashable, Sendable {
  // Spans.
  case zoneSpanNotShrunk
  case zoneSpanKeptOnRefusal
  case nodeSpanNotShrunk

  // Counters.
  case groupNotAdjustedOnOffline
  case groupCountsAllAsKernel
  case addedCountsAsEarly
  case earlyKeptOnOffline
  case vmemmapPagesForgotten
  case nodePresentForgotten

  // Decisions.
  case dynamicMarkLost
  case unitTakenForBlock
  case nodeTestDropped
  case movableNodeForgotten

  // Blocks.
  case stickyTypeDropped
  case stickyTypeClearedByOffline
  case zoneKeptOffline
  case thirdZoneNotPrinted

  // Groups and nodes.
  case groupNotErased
  case emptyNodeStaysOnline

  // Texts.
  case octalReadAsDecimal
  case twoNewlinesTaken
  case emptyWriteRefused
  case oddAutoOnlineMeansOffline

  // Where blocks went online.
  case addedRunsForgotten
  case restoredRunsForgotten
  case onlineRunNotToldOf
  case runInOtherZone

  // Error numbers.
  case tooLargeIsInvalid
  case notAddressableIsInvalid
  case overlapIsBusy
  case readOnlyIsForbidden
  case refusalIsBusy
}

extension HistoryFault {
  /// The mistakes that invariants show without anything to compare with.
  static let brokenInvariants: [HistoryFault] = [
    .zoneSpanNotShrunk, .zoneSpanKeptOnRefusal, .nodeSpanNotShrunk,
    .groupNotAdjustedOnOffline, .groupCountsAllAsKernel, .addedCountsAsEarly,
    .earlyKeptOnOffline, .vmemmapPagesForgotten, .nodePresentForgotten,
    .zoneKeptOffline,
  ]
}
