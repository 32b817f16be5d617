// SPDX-License-Identifier: MIT

import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

extension MemoryGroup {
  /// Takes a registered group over from C, as it is.
  init(_ group: automovable_group, id: MemoryGroupID) {
    self.init(
      id: id, nodeID: NodeID(group.nid), kind: group.kind,
      presentKernelPages: group.present_kernel_pages,
      presentMovablePages: group.present_movable_pages)
  }
}

extension automovable_group {
  var kind: MemoryGroup.Kind {
    is_dynamic == 0 ? .static(maxPages: pages) : .dynamic(unitPages: pages)
  }

  init(_ group: MemoryGroup) {
    self.init(
      pages: group.kind.pages, present_kernel_pages: group.presentKernelPages,
      present_movable_pages: group.presentMovablePages,
      nid: group.nodeID.rawValue, is_dynamic: group.isDynamic ? 1 : 0)
  }
}

extension MemoryGroupID {
  /// Takes the group of some memory over from C: -1 for none.
  static func target(c number: Int32) throws(ErrorNumber) -> MemoryGroupID? {
    guard number >= -1 else { throw .invalid }
    return number < 0 ? nil : MemoryGroupID(number)
  }
}
