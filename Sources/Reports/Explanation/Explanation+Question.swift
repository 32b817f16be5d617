// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension Explanation {
  var questionBlock: TextBlock {
    var block = textBlock("Question")
    switch vector.query {
    case .canOnlineMovable(let pages, _, let scope):
      block.add("nid", "\(scope.nid)", scope.text)
      block.add("nr_pages", pages)
    case .zone(let range, let onlineType, let nodeID, _):
      block.add("online_type", "\(onlineType.name)")
      block.add(
        "nid", "\(nodeID.rawValue)",
        vector.state.nodes.contains { $0.id == nodeID }
          ? "" : "not listed: a node without zones")
      block.add(
        "start_pfn", "\(range.startPFN)",
        "at \(count(range.startPFN).size), section "
          + "\(geometry.section(ofPFN: range.startPFN))")
      block.add("nr_pages", range.pageCount)
    }
    return block
  }

  var parameterBlock: TextBlock {
    let policy = vector.policy
    var block = textBlock("Parameters")
    block.add("online_policy", "\(policy.onlinePolicy.name)")
    block.add("auto_movable_ratio", "\(policy.autoMovableRatio)", "percent")
    if geometry.isNUMA {
      block.add("auto_movable_numa_aware", policy.isAutoMovableNUMAAware ? "Y" : "N")
    }
    block.add("movable_node", policy.isMovableNodeEnabled ? "Y" : "N")
    if geometry != .x86_64 { block.add("geometry", "", geometry.text) }
    return block
  }

  /// The group that is asked about.
  var group: MemoryGroup? {
    vector.query.groupID.flatMap { vector.state.groups[$0] }
  }

  var groupBlock: TextBlock? {
    guard let group else { return nil }
    var block = textBlock(
      "Group \(group.id.rawValue), \(group.isDynamic ? "dynamic" : "static")")
    block.add("nid", "\(group.nodeID.rawValue)")
    switch group.kind {
    case .static(let maxPages): block.add("max_pages", maxPages)
    case .dynamic(let unitPages): block.add("unit_pages", unitPages)
    }
    block.add("present_kernel_pages", group.presentKernelPages)
    block.add("present_movable_pages", group.presentMovablePages)
    return block
  }
}

extension RatioTest.Scope {
  /// The scope in words.
  var text: String {
    switch self {
    case .system: "NUMA_NO_NODE, all online nodes"
    case .node(let nodeID): "node \(nodeID.rawValue) alone"
    }
  }
}
