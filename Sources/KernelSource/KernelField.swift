// SPDX-License-Identifier: MIT

/// What a parameter that no tree known has is taken from.
public enum KernelField: String, CaseIterable, Sendable {
  /// The pages that a block has for its own memory map.
  case memmapOnMemory = "memmap_on_memory"
  /// The online type.
  case onlineType = "online_type"
  /// The node.
  case nid
  /// The first page.
  case startPFN = "start_pfn"
  /// The number of pages.
  case nrPages = "nr_pages"
  /// The ratio.
  case ratio = "auto_movable_ratio"
  /// The boot parameter.
  case movableNode = "movable_node"

  /// What it is in C.
  var expression: String {
    switch self {
    case .memmapOnMemory: "shim_memmap_pages"
    case .onlineType: "online_type"
    case .nid: "nid"
    case .startPFN: "start_pfn"
    case .nrPages: "nr_pages"
    case .ratio: "auto_movable_ratio"
    case .movableNode: "movable_node_enabled"
    }
  }
}
