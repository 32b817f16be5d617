// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension CaseBatch {
  /// Takes out what machines of the geometry don't have: zones, whose memory goes to
  /// `ZONE_NORMAL`, nodes, `cma_pages`.
  mutating func conform() {
    if !state.geometry.isComplete { takeOut() }
  }

  private mutating func takeOut() {
    let geometry = state.geometry
    geometry.conform(&policy)
    if !geometry.isNUMA { keepFirstNode() }
    for index in state.nodes.indices {
      for type in [ZoneType.device, .dma32, .dma] where !geometry.zones.contains(type) {
        if type != .device { state.nodes[index][.normal].takeIn(state.nodes[index][type]) }
        state.nodes[index][type] = Zone()
      }
      geometry.conform(&state.nodes[index])
    }
    for index in state.sections.indices
    where !geometry.zones.contains(state.sections[index].zone) {
      state.sections[index].zone = .normal
    }
  }

  /// Leaves node 0 alone.
  private mutating func keepFirstNode() {
    state.nodes.removeLast(max(0, state.nodes.count - 1))
    if !state.nodes.isEmpty { state.nodes[0].id = 0 }
    let groups = state.groups.groups
    state.groups.removeAll(keepingCapacity: true)
    for group in groups {
      append(
        MemoryGroup(
          id: group.id, nodeID: 0, kind: group.kind,
          presentKernelPages: group.presentKernelPages,
          presentMovablePages: group.presentMovablePages))
    }
    for index in state.sections.indices { state.sections[index].nodeID = 0 }
    for index in queries.indices {
      switch queries[index] {
      case .canOnlineMovable(let pages, let groupID, .node):
        queries[index] = .canOnlineMovable(pages: pages, groupID: groupID, scope: .node(0))
      case .canOnlineMovable: break
      case .zone(let range, let onlineType, _, let groupID):
        queries[index] = .zone(
          range: range, onlineType: onlineType, nodeID: 0, groupID: groupID)
      }
    }
  }
}

extension Zone {
  /// Takes in a zone that lies below this one, or anywhere if nothing makes sense.
  fileprivate mutating func takeIn(_ lower: Zone) {
    // Counters and spans may be any numbers.
    presentPages &+= lower.presentPages
    presentEarlyPages &+= lower.presentEarlyPages
    cmaPages &+= lower.cmaPages
    guard lower.spannedPages != 0 else { return }
    let end = spannedPages == 0 ? lower.endPFN : endPFN
    startPFN = lower.startPFN
    spannedPages = end &- startPFN
  }
}

extension Geometry {
  /// What the name of a source of cases says of the geometry, if it isn't that of
  /// x86-64.
  var sourceSuffix: String {
    guard self != .x86_64 else { return "" }
    return architecture.map { "@\($0.name)" } ?? "@custom"
  }
}
