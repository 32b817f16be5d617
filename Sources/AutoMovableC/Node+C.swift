// SPDX-License-Identifier: MIT

import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

extension Node {
  /// Takes a node over from C, as it is.
  init(_ node: automovable_node) {
    self.init(id: NodeID(node.nid))
    zones[0] = Zone(node.zones.0)
    zones[1] = Zone(node.zones.1)
    zones[2] = Zone(node.zones.2)
    zones[3] = Zone(node.zones.3)
    zones[4] = Zone(node.zones.4)
  }
}

extension Node {
  /// Takes over what the zones of a node span.
  @inline(__always)
  mutating func setSpans(_ node: automovable_node) {
    zones[0].setSpan(node.zones.0)
    zones[1].setSpan(node.zones.1)
    zones[2].setSpan(node.zones.2)
    zones[3].setSpan(node.zones.3)
    zones[4].setSpan(node.zones.4)
  }
}

extension automovable_node {
  init(_ node: Node) {
    self.init(
      zones: (
        automovable_zone(node.zones[0]), automovable_zone(node.zones[1]),
        automovable_zone(node.zones[2]), automovable_zone(node.zones[3]),
        automovable_zone(node.zones[4])
      ),
      nid: node.id.rawValue, reserved: 0)
  }
}

extension Zone {
  init(_ zone: automovable_zone) {
    self.init(
      startPFN: zone.start_pfn, spannedPages: zone.spanned_pages,
      presentPages: zone.present_pages,
      presentEarlyPages: zone.present_early_pages, cmaPages: zone.cma_pages)
  }
}

extension Zone {
  @inline(__always)
  fileprivate mutating func setSpan(_ zone: automovable_zone) {
    startPFN = zone.start_pfn
    spannedPages = zone.spanned_pages
  }
}

extension automovable_zone {
  fileprivate init(_ zone: Zone) {
    self.init(
      start_pfn: zone.startPFN, spanned_pages: zone.spannedPages,
      present_pages: zone.presentPages,
      present_early_pages: zone.presentEarlyPages, cma_pages: zone.cmaPages)
  }
}

extension NodeID {
  /// Takes the number of a possible node over from C.
  init(c number: Int32) throws(ErrorNumber) {
    self.init(number)
    guard isPossible else { throw .invalid }
  }
}

extension RatioTest.Scope {
  /// Takes the `nid` of a ratio test over from C.
  init(c nid: Int32) throws(ErrorNumber) {
    guard let scope = RatioTest.Scope(nid: nid) else { throw .invalid }
    self = scope
  }
}

extension ZoneType {
  init(c number: UInt32) throws(ErrorNumber) {
    guard let byte = UInt8(exactly: number), let type = Self(rawValue: byte) else {
      throw .invalid
    }
    self = type
  }
}
