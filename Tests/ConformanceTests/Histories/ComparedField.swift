// SPDX-License-Identifier: MIT

@testable import AutoMovable
@testable import Cases
@testable import Conformance

/// One thing that the comparison of two machines has to look at.
enum ComparedField: CaseIterable, Hashable {
  // Of the last of several nodes.
  case nodeOnline, nodeStart, nodeSpan, nodePresent
  // Of the last zone with any, on the last of several nodes.
  case zoneStart, zoneSpan, zonePresent, zoneEarly, zoneCMA
  // Of the last of several groups.
  case groupRegistered, groupNode, groupKind, groupSize, groupKernel, groupMovable, groupBlocks
  // Of the last block that an operation names, or the sixteenth.
  case blockThere, blockState, blockZone, blockType, blockDevice, blockNode, blockGroup, blockMap,
    blockEarly
  // Results.
  case number, runs, lastRun, onlinedZone, text, lastByte, snapshot
  // What results don't tell.
  case bytesTaken, goingOnline, online, cancelOnline, goingOffline, offline, cancelOffline,
    notifiedPages, notifiedStart

  /// The kind of a difference in nothing else.
  var value: HistoryDivergenceKind.Value {
    switch self {
    case .nodeOnline: .property("online")
    case .nodeStart: .property("node_start_pfn")
    case .nodeSpan: .property("node_spanned_pages")
    case .nodePresent: .property("node_present_pages")
    case .zoneStart: .property("zone_start_pfn")
    case .zoneSpan: .property("spanned_pages")
    case .zonePresent: .property("present_pages")
    case .zoneEarly: .property("present_early_pages")
    case .zoneCMA: .property("cma_pages")
    case .groupRegistered: .property("registered")
    case .groupNode, .blockNode: .property("nid")
    case .groupKind: .property("is_dynamic")
    case .groupSize: .property("pages")
    case .groupKernel: .property("present_kernel_pages")
    case .groupMovable: .property("present_movable_pages")
    case .groupBlocks: .property("memory_blocks")
    case .blockThere: .property("there")
    case .blockState: .property("state")
    case .blockZone: .property("zone")
    case .blockType: .property("online_type")
    case .blockDevice: .property("dev.offline")
    case .blockGroup: .property("mgid")
    case .blockMap: .property("nr_vmemmap_pages")
    case .blockEarly: .property("early")
    case .number, .runs, .lastRun, .onlinedZone, .text, .lastByte, .snapshot: .result
    case .bytesTaken: .property("bytes")
    case .goingOnline: .property("MEM_GOING_ONLINE")
    case .online: .property("MEM_ONLINE")
    case .cancelOnline: .property("MEM_CANCEL_ONLINE")
    case .goingOffline: .property("MEM_GOING_OFFLINE")
    case .offline: .property("MEM_OFFLINE")
    case .cancelOffline: .property("MEM_CANCEL_OFFLINE")
    case .notifiedPages: .property("nr_pages")
    case .notifiedStart: .property("start_pfn")
    }
  }
}

// MARK: Saying it wrong

extension ComparedField {
  /// Changes what a machine says of its nodes and groups.
  func change(_ nodes: inout [Node], _ extents: inout [NodeExtent], _ groups: inout [MemoryGroup]) {
    if nodes.count > 1 {
      let last = nodes.count - 1
      switch self {
      case .nodeOnline:
        nodes.removeLast()
        extents.removeLast()
      case .nodeStart:
        extents[last].startPFN &+= 1
      case .nodeSpan: extents[last].spannedPages &+= 1
      case .nodePresent: extents[last].presentPages &+= 1
      case .zoneStart, .zoneSpan, .zonePresent, .zoneEarly, .zoneCMA:
        guard let type = ZoneType.allCases.last(where: { nodes[last][$0] != Zone() })
        else { break }
        change(&nodes[last][type])
      default: break
      }
    }
    if groups.count > 1 { change(&groups) }
  }

  private func change(_ zone: inout Zone) {
    switch self {
    case .zoneStart: zone.startPFN &+= 1
    case .zoneSpan: zone.spannedPages &+= 1
    case .zonePresent: zone.presentPages &+= 1
    case .zoneEarly: zone.presentEarlyPages &+= 1
    default: zone.cmaPages &+= 1
    }
  }

  private func change(_ groups: inout [MemoryGroup]) {
    let group = groups.removeLast()
    guard self != .groupRegistered else { return }
    var kind = group.kind
    switch (self, kind) {
    case (.groupKind, .static(let pages)): kind = .dynamic(unitPages: pages)
    case (.groupKind, .dynamic(let pages)): kind = .static(maxPages: pages)
    case (.groupSize, .static(let pages)): kind = .static(maxPages: pages &+ 1)
    case (.groupSize, .dynamic(let pages)): kind = .dynamic(unitPages: pages &* 2)
    default: break
    }
    groups.append(
      MemoryGroup(
        id: group.id,
        nodeID: self == .groupNode ? NodeID(group.nodeID.rawValue + 1) : group.nodeID, kind: kind,
        presentKernelPages: group.presentKernelPages &+ (self == .groupKernel ? 1 : 0),
        presentMovablePages: group.presentMovablePages &+ (self == .groupMovable ? 1 : 0),
        blockCount: group.blockCount &+ (self == .groupBlocks ? 1 : 0)))
  }

  /// What a machine says of a block.
  func changed(_ block: BlockSnapshot?) -> BlockSnapshot? {
    guard var block else { return nil }
    switch self {
    case .blockThere: return nil
    case .blockState: block.state ^= 5
    case .blockZone: block.zone = block.zone == .device ? nil : .device
    case .blockType: block.onlineType = block.onlineType == .online ? .offline : .online
    case .blockDevice: block.isDeviceOffline.toggle()
    case .blockNode: block.nodeID = NodeID(block.nodeID.rawValue + 1)
    case .blockGroup: block.groupID = block.groupID == nil ? MemoryGroupID(0) : nil
    case .blockMap: block.vmemmapPages += 1
    case .blockEarly: block.isEarly.toggle()
    default: break
    }
    return block
  }

  /// What a machine gives back.
  func changed(_ result: TraceResult) -> TraceResult {
    switch (self, result) {
    case (.number, .returns(let number)): .returns(number + 1)
    case (.runs, .onlined(let number, _)): .returns(number)
    case (.lastRun, .onlined(let number, var runs)):
      {
        runs[runs.count - 1].count += 1
        return .onlined(returns: number, runs)
      }()
    case (.onlinedZone, .state(let number, .some)): .state(returns: number, zone: nil)
    case (.text, .text): .text(SysfsText())
    case (.lastByte, .text(let text)): .text(text.droppingLast)
    case (.snapshot, .machine(var state)):
      {
        state.nodes.removeAll()
        return .machine(state)
      }()
    default: result
    }
  }

  /// What a machine says that it did.
  func changed(_ effects: SideEffects) -> SideEffects {
    var effects = effects
    let page = PageRange(startPFN: 0, pageCount: 0)
    switch self {
    case .bytesTaken: effects.bytesTaken += 1
    case .goingOnline: effects.notifications.add(.goingOnline, page)
    case .online: effects.notifications.add(.online, page)
    case .cancelOnline: effects.notifications.add(.cancelOnline, page)
    case .goingOffline: effects.notifications.add(.goingOffline, page)
    case .offline: effects.notifications.add(.offline, page)
    case .cancelOffline: effects.notifications.add(.cancelOffline, page)
    case .notifiedPages: effects.notifications.pageCount &+= 1
    case .notifiedStart: effects.notifications.startPFNs &+= 1
    default: break
    }
    return effects
  }
}

extension SysfsText {
  /// The text without its newline.
  fileprivate var droppingLast: SysfsText {
    var text = SysfsText()
    for position in 0..<max(count - 1, 0) { text.append(self[position]) }
    return text
  }
}
