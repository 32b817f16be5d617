// SPDX-License-Identifier: MIT

/// Where a kernel keeps what is read: sizes and offsets in bytes.
public struct KernelLayout: Hashable, Sendable {
  /// The fields of `struct zone`.
  public struct Zone: Hashable, Sendable {
    let size: Int
    let startPFN: Int
    let spannedPages: Int
    let presentPages: Int
    let presentEarlyPages: Int
    let managedPages: Int
    let name: Int
    let node: Int
  }

  /// The fields of `struct pglist_data`.
  public struct Node: Hashable, Sendable {
    let size: Int
    let zones: Int
    let id: Int
    let startPFN: Int
    let presentPages: Int
    let spannedPages: Int
  }

  /// The fields of `struct memory_group`.
  public struct Group: Hashable, Sendable {
    let presentKernelPages: Int
    let presentMovablePages: Int
    let isDynamic: Int
    /// `d.unit_pages`; `s.max_pages` has the same place.
    let unitPages: Int
    let node: Int
    let size: Int
  }

  /// The fields of `struct xa_node`.
  public struct TreeNode: Hashable, Sendable {
    let size: Int
    let shift: Int
    let slots: Int
    let slotCount: Int
  }

  let zone: Zone
  let node: Node
  let group: Group
  let treeNode: TreeNode

  /// `xa_head` in `struct xarray`.
  let treeHead: Int

  /// The size of `struct page`.
  let pageSize: Int

  /// Looks the structs up in the kernel's own description of its types.
  public init(_ types: TypeFormat) throws(LiveError) {
    zone = Zone(
      size: try types.size(of: "zone"),
      startPFN: try types.offset(of: "zone_start_pfn", in: "zone"),
      spannedPages: try types.offset(of: "spanned_pages", in: "zone"),
      presentPages: try types.offset(of: "present_pages", in: "zone"),
      presentEarlyPages: try types.offset(of: "present_early_pages", in: "zone"),
      managedPages: try types.offset(of: "managed_pages", in: "zone"),
      name: try types.offset(of: "name", in: "zone"),
      node: try types.offset(of: "node", in: "zone"))
    node = Node(
      size: try types.size(of: "pglist_data"),
      zones: try types.offset(of: "node_zones", in: "pglist_data"),
      id: try types.offset(of: "node_id", in: "pglist_data"),
      startPFN: try types.offset(of: "node_start_pfn", in: "pglist_data"),
      presentPages: try types.offset(of: "node_present_pages", in: "pglist_data"),
      spannedPages: try types.offset(of: "node_spanned_pages", in: "pglist_data"))
    let slots = try types.offset(of: "slots", in: "xa_node")
    // The marks follow the slots; a small kernel has 16, not 64.
    let marks = try types.offset(of: "marks", in: "xa_node")
    guard slots <= marks else { throw .kernel("struct xa_node: no slots before the marks") }
    treeNode = TreeNode(
      size: try types.size(of: "xa_node"),
      shift: try types.offset(of: "shift", in: "xa_node"),
      slots: slots, slotCount: (marks - slots) / 8)
    treeHead = try types.offset(of: "xa_head", in: "xarray")
    group = Group(
      presentKernelPages: try types.offset(of: "present_kernel_pages", in: "memory_group"),
      presentMovablePages: try types.offset(of: "present_movable_pages", in: "memory_group"),
      isDynamic: try types.offset(of: "is_dynamic", in: "memory_group"),
      unitPages: try types.offset(of: "d.unit_pages", in: "memory_group"),
      node: try types.offset(of: "nid", in: "memory_group"),
      size: try types.size(of: "memory_group"))
    pageSize = try types.size(of: "page")
    guard try types.offset(of: "s.max_pages", in: "memory_group") == group.unitPages else {
      throw .kernel("struct memory_group: s.max_pages and d.unit_pages are not one")
    }
  }
}
