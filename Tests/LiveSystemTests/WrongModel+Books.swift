// SPDX-License-Identifier: MIT

import AutoMovable

@testable import LiveSystem

extension WrongModel {
  func account(_ change: ReplayChange, in state: inout MemoryState) {
    if has(.presentIsKeptOfOnlineOnly), change.pages < 0 { return }
    let pages = UInt64(bitPattern: has(.signIsWrong) ? -change.pages : change.pages)
    let zone = has(.allPagesGoToNormal) ? .normal : change.zone
    let nodeID = has(.allPagesGoToNodeZero) ? 0 : change.nodeID
    state.updateZone(zone, of: nodeID) {
      $0.presentPages &+= pages
      if change.isEarly || has(.everythingIsEarly) { $0.presentEarlyPages &+= pages }
    }
    guard let groupID = change.groupID, !has(.groupsAreNotCounted) else { return }
    if has(.groupsCountUpOnly), change.pages < 0 { return }
    state.groups.update(groupID) {
      if (zone == .movable) != has(.groupCountersAreSwapped) {
        $0.presentMovablePages &+= pages
      } else {
        $0.presentKernelPages &+= pages
      }
    }
  }

  func grow(_ zone: inout Zone, by range: PageRange) {
    if has(.spansDontGrow) { return }
    CoreModel().grow(&zone, by: range)
  }

  func shrink(_ zone: inout Zone, by range: PageRange, pages: ZonePages) {
    switch flaw {
    case .spansDontShrink:
      break
    case .spansShrinkToNothing:
      zone.startPFN = 0
      zone.spannedPages = 0
    case .spansShrinkToTheRange where zone.endPFN == range.endPFN:
      zone.spannedPages -= range.pageCount
    default:
      CoreModel().shrink(&zone, by: range, pages: pages)
    }
  }
}
