// SPDX-License-Identifier: MIT

@testable import AutoMovable
@testable import Cases
@testable import Conformance

// What is left behind.
extension FaultyMachine {
  /// Changes the machine after an operation.
  mutating func leave(
    _ operation: TraceOperation, _ before: HotplugMachine, _ result: TraceResult
  ) {
    switch fault {
    case .zoneSpanNotShrunk, .nodeSpanNotShrunk, .addedCountsAsEarly, .earlyKeptOnOffline,
      .nodePresentForgotten:
      for node in before.state.nodes {
        guard let index = core.machine.model.state.nodes.firstIndex(where: { $0.id == node.id }),
          let old = before.state.nodes.firstIndex(where: { $0.id == node.id })
        else { continue }
        leaveNode(at: index, node, before.nodeExtents[old])
      }
    case .groupNotAdjustedOnOffline, .groupCountsAllAsKernel, .groupNotErased:
      for group in before.state.groups.groups { leaveGroup(group) }
    case .emptyNodeStaysOnline:
      for (old, node) in before.state.nodes.enumerated()
      where !core.machine.model.state.nodes.contains(where: { $0.id == node.id }) {
        let index =
          core.machine.model.state.nodes.firstIndex { $0.id > node.id }
          ?? core.machine.model.state.nodes.count
        core.machine.model.state.nodes.insert(node, at: index)
        core.machine.nodeExtents.insert(before.nodeExtents[old], at: index)
      }
    case .oddAutoOnlineMeansOffline:
      if case .writeParameter(.autoOnlineBlocks, _) = operation, case .returns(-22) = result {
        core.machine.autoOnlineType = .offline
      }
    case .zoneSpanKeptOnRefusal, .vmemmapPagesForgotten, .stickyTypeDropped,
      .stickyTypeClearedByOffline, .zoneKeptOffline:
      leaveBlock(operation, before, result)
    default: break
    }
  }

  private mutating func leaveNode(at index: Int, _ before: Node, _ totals: NodeExtent) {
    for type in ZoneType.allCases {
      var zone = core.machine.model.state.nodes[index][type]
      let old = before[type]
      switch fault {
      case .zoneSpanNotShrunk where zone.spannedPages < old.spannedPages:
        (zone.startPFN, zone.spannedPages) = (old.startPFN, old.spannedPages)
      case .addedCountsAsEarly where zone.presentPages > old.presentPages:
        zone.presentEarlyPages =
          old.presentEarlyPages &+ (zone.presentPages &- old.presentPages)
      case .earlyKeptOnOffline where zone.presentEarlyPages < old.presentEarlyPages:
        zone.presentEarlyPages = old.presentEarlyPages
      default: continue
      }
      core.machine.model.state.nodes[index][type] = zone
    }
    let now = core.machine.nodeExtents[index]
    if fault == .nodeSpanNotShrunk, now.spannedPages < totals.spannedPages {
      core.machine.nodeExtents[index].startPFN = totals.startPFN
      core.machine.nodeExtents[index].spannedPages = totals.spannedPages
    }
    if fault == .nodePresentForgotten, now.presentPages < totals.presentPages {
      core.machine.nodeExtents[index].presentPages = totals.presentPages
    }
  }

  private mutating func leaveGroup(_ before: MemoryGroup) {
    guard core.machine.model.state.groups[before.id] != nil else {
      guard fault == .groupNotErased else { return }
      let index =
        core.machine.model.state.groups.groups.firstIndex { $0.id > before.id }
        ?? core.machine.model.state.groups.groups.count
      core.machine.model.state.groups.groups.insert(before, at: index)
      return
    }
    let fault = fault
    core.machine.model.state.groups.update(before.id) { group in
      if fault == .groupNotAdjustedOnOffline {
        group.presentKernelPages = max(group.presentKernelPages, before.presentKernelPages)
        group.presentMovablePages = max(group.presentMovablePages, before.presentMovablePages)
      }
      if fault == .groupCountsAllAsKernel {
        group.presentKernelPages &+= group.presentMovablePages
        group.presentMovablePages = 0
      }
    }
  }

  private mutating func leaveBlock(
    _ operation: TraceOperation, _ before: HotplugMachine, _ result: TraceResult
  ) {
    guard case .writeState(let id, let text) = operation, let old = before.block(id),
      let index = core.machine.blocks.touch(id), case .state(let number, _) = result
    else { return }
    let block = core.machine.blocks[index]
    let node = core.machine.model.state.nodes.firstIndex { $0.id == block.nodeID }
    switch fault {
    case .zoneSpanKeptOnRefusal where number < 0 && number != -22 && old.state == .offline:
      guard let node, let type = OnlineType(sysfsText: text.bytes.span),
        let zone = try? core.machine.onlineDecision(for: block, onlineType: type).zone
      else { return }
      core.machine.growSpan(of: zone, node, by: core.machine.pages(of: id))
    case .vmemmapPagesForgotten where old.state != block.state:
      guard let node, let zone = block.zone ?? old.zone else { return }
      let isGone = block.state == .offline
      core.machine.model.state.nodes[node][zone].presentPages &+=
        isGone ? block.vmemmapPages : 0 &- block.vmemmapPages
    case .stickyTypeDropped where number == -22 && old.state == .online:
      core.machine.blocks[index].onlineType = .offline
    case .stickyTypeClearedByOffline where old.state == .online && block.state == .offline:
      core.machine.blocks[index].onlineType = .offline
    case .zoneKeptOffline where old.state == .online && block.state == .offline:
      core.machine.blocks[index].zone = old.zone
    default: break
    }
  }
}
