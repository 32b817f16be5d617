// SPDX-License-Identifier: MIT

@testable import AutoMovable
@testable import LiveSystem

extension WrongMachine {
  /// Spoils what a block left behind that just went online or offline.
  mutating func distort(_ id: MemoryBlockID, since before: HotplugMachine) {
    guard let flaw, let block = core.block(id), let old = before.block(id),
      let node = core.state.nodes.firstIndex(where: { $0.id == block.nodeID }),
      let zone = block.zone ?? old.zone
    else { return }
    let isOnline = block.state == .online
    if flaw == .zonesOfBlocksAreForgotten, let index = core.blocks.touch(id) {
      core.blocks[index].zone = nil
    }
    distortCounters(of: block, zone, node, isOnline, before)
    distortSpans(of: block, zone, node, isOnline, before)
    if let groupID = block.groupID { distortGroup(groupID, isOnline, before) }
  }

  private mutating func distortCounters(
    of block: MemoryBlock, _ type: ZoneType, _ node: Int, _ isOnline: Bool,
    _ before: HotplugMachine
  ) {
    let old = before.state.nodes[node][type]
    var zone = core.state.nodes[node][type]
    let change = zone.presentPages &- old.presentPages
    switch flaw {
    case .everythingIsEarly where !block.isEarly: zone.presentEarlyPages &+= change
    case .earlyPagesStay: zone.presentEarlyPages = old.presentEarlyPages
    case .presentPagesStay where !isOnline: zone.presentPages = old.presentPages
    case .signIsWrong: zone.presentPages = old.presentPages &- change
    case .allPagesGoToNormal where type != .normal:
      zone.presentPages = old.presentPages
      core.model.state.nodes[node][.normal].presentPages &+= change
    case .allPagesGoToNodeZero where node != 0:
      zone.presentPages = old.presentPages
      core.model.state.nodes[0][type].presentPages &+= change
    case .nodePagesAreForgotten:
      core.nodeExtents[node].presentPages = before.nodeExtents[node].presentPages
    default: return
    }
    core.model.state.nodes[node][type] = zone
  }

  private mutating func distortSpans(
    of block: MemoryBlock, _ type: ZoneType, _ node: Int, _ isOnline: Bool,
    _ before: HotplugMachine
  ) {
    let old = before.state.nodes[node][type]
    var zone = core.state.nodes[node][type]
    switch flaw {
    case .spansDontGrow where isOnline, .spansDontShrink where !isOnline:
      zone.startPFN = old.startPFN
      zone.spannedPages = old.spannedPages
    case .spansShrinkToNothing where !isOnline:
      zone.startPFN = 0
      zone.spannedPages = 0
    case .spansShrinkToTheRange where !isOnline:
      let start = block.id.rawValue * core.blockPages
      guard old.endPFN == start + core.blockPages, old.startPFN < start else { return }
      zone.spannedPages = start - old.startPFN
    case .nodeSpansDontGrow where isOnline, .nodeSpansDontShrink where !isOnline:
      core.nodeExtents[node].startPFN = before.nodeExtents[node].startPFN
      core.nodeExtents[node].spannedPages = before.nodeExtents[node].spannedPages
    default: return
    }
    core.model.state.nodes[node][type] = zone
  }

  private mutating func distortGroup(
    _ id: MemoryGroupID, _ isOnline: Bool, _ before: HotplugMachine
  ) {
    guard let old = before.group(id) else { return }
    core.model.state.groups.update(id) { group in
      switch flaw {
      case .groupsCountUpOnly where isOnline: break
      case .groupsAreNotCounted, .groupsCountUpOnly:
        group.presentKernelPages = old.presentKernelPages
        group.presentMovablePages = old.presentMovablePages
      case .groupCountersAreSwapped:
        let kernel = group.presentKernelPages &- old.presentKernelPages
        let movable = group.presentMovablePages &- old.presentMovablePages
        group.presentKernelPages = old.presentKernelPages &+ movable
        group.presentMovablePages = old.presentMovablePages &+ kernel
      default: break
      }
    }
  }
}
