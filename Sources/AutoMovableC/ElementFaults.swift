// SPDX-License-Identifier: MIT

import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// What elements of a caller's arrays aren't as the header says, gathered without a
/// branch and looked at once.
///
/// Each array is gathered as a whole, in its order. `Machine.fault` says which element
/// and field it is.
struct ElementFaults {
  /// Whether all nodes were gathered.
  var areNodesGathered = false
  /// Whether all groups were gathered.
  var areGroupsGathered = false

  // As the limits are powers of two, a number that is too large shows in the union of
  // the bits of all.
  private var nodeIDs: UInt32 = 0
  private var truthValues: UInt32 = 0
  private var others: UInt64 = 0
  private var lastNodeID: Int32 = -1
  private var lastSectionEnd: UInt64 = 0
}

extension ElementFaults {
  /// Whether what was gathered is as the header says.
  @inline(__always)
  var areNone: Bool {
    nodeIDs < UInt32(NodeID.maximumCount) && truthValues <= 1 && others == 0
  }

  @inline(__always)
  mutating func gather(_ node: automovable_node) {
    nodeIDs |= UInt32(bitPattern: node.nid)
    others |= UInt64(node.reserved) | (node.nid > lastNodeID ? 0 : 1)
    lastNodeID = node.nid
  }

  @inline(__always)
  mutating func gather(_ group: automovable_group) {
    nodeIDs |= UInt32(bitPattern: group.nid)
    truthValues |= group.is_dynamic
    others |= group.pagesFault
  }

  @inline(__always)
  mutating func gather(_ run: automovable_sections) {
    nodeIDs |= UInt32(bitPattern: run.nid)
    others |= run.sectionsFault | (run.first >= lastSectionEnd ? 0 : 1)
    lastSectionEnd = run.first &+ run.count
  }
}

extension automovable_group {
  /// 0 if the group has as many pages as the header says.
  @inline(__always)
  var pagesFault: UInt64 {
    guard is_dynamic != 0 else { return pages == 0 ? 1 : 0 }
    let above = pages &- Geometry.x86_64.minimumBlockPages
    return pages & above | above &>> 63
  }
}

extension automovable_sections {
  /// 0 if the run has sections and a zone as the header says.
  @inline(__always)
  var sectionsFault: UInt64 {
    let limit = Geometry.x86_64.sectionCount
    // No sum wraps that isn't a fault by what it is made of.
    return (zone < UInt32(ZoneType.count) ? 0 : 1)
      | (count &- 1) / limit | first / limit | (first &+ count &- 1) / limit
  }
}
