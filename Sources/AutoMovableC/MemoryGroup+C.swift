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
  fileprivate var kind: MemoryGroup.Kind {
    is_dynamic == 0 ? .static(maxPages: pages) : .dynamic(unitPages: pages)
  }

  /// Checks what the header asks of a group.
  func validate() throws(ErrorNumber) {
    guard is_dynamic <= 1, NodeID(nid).isPossible else { throw .invalid }
    do { try kind.validateSize() } catch { throw .invalid }
  }

  init(_ group: MemoryGroup) {
    let pages =
      switch group.kind {
      case .static(let pages), .dynamic(let pages): pages
      }
    self.init(
      pages: pages, present_kernel_pages: group.presentKernelPages,
      present_movable_pages: group.presentMovablePages,
      nid: group.nodeID.rawValue, is_dynamic: group.isDynamic ? 1 : 0)
  }
}
