// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension Explanation {
  /// What would have made memory movable that isn't: settings, a ratio, boot
  /// memory. All of it is what the Swift core decides; nothing is said about an
  /// answer that isn't its own.
  var remedyBlock: TextBlock? {
    let redecision = Redecision(vector: vector)
    guard !isMovable, !redecision.isMovable(), !isRequested else { return nil }
    var block = textBlock("Movable with")
    for remedy in settings(redecision) { remedy.add(to: &block) }
    addBootMemory(to: &block, redecision)
    if case .zone(let range, .online, let nodeID, let groupID) = vector.query {
      let request = DecisionQuery.zone(
        range: range, onlineType: .onlineMovable, nodeID: nodeID, groupID: groupID)
      if redecision.isMovable({ $0.query = request }) {
        block.add("online_movable", "", "written to state in place of online")
      }
    }
    return block.rows.isEmpty ? nil : block
  }

  private var isMovable: Bool {
    switch answer.result(of: vector.query) {
    case .canOnlineMovable(let isAllowed): isAllowed
    case .zone(let zone, _): zone == .movable
    case nil: true
    }
  }

  /// Whether the zone is what was asked for, so that there is nothing to mend.
  private var isRequested: Bool {
    if case .zone(_, .onlineKernel, _, _) = vector.query { true } else { false }
  }
}

// MARK: Settings

extension Explanation {
  /// A parameter that has another value.
  private enum Setting: CaseIterable {
    case numaAware, movableNode, onlinePolicy

    func change(_ policy: inout Policy) {
      switch self {
      case .numaAware: policy.isAutoMovableNUMAAware.toggle()
      case .movableNode: policy.isMovableNodeEnabled.toggle()
      case .onlinePolicy:
        policy.onlinePolicy =
          policy.onlinePolicy == .autoMovable ? .contigZones : .autoMovable
      }
    }

    func words(in policy: Policy) -> String {
      switch self {
      case .numaAware: "auto_movable_numa_aware=\(policy.isAutoMovableNUMAAware ? "Y" : "N")"
      case .movableNode: "movable_node=\(policy.isMovableNodeEnabled ? "Y" : "N")"
      case .onlinePolicy: "online_policy=\(policy.onlinePolicy.name)"
      }
    }
  }

  /// Settings that would do, perhaps with another ratio.
  private struct Remedy {
    let settings: [Setting]
    let policy: Policy
    let ratio: UInt64?

    func add(to block: inout TextBlock) {
      var words = settings.map { $0.words(in: policy) }
      if let ratio { words.append("auto_movable_ratio=\(ratio)") }
      block.add(
        words.joined(separator: ", "), "", ratio.map { "\($0 - 1) is not enough" } ?? "")
    }
  }

  /// The fewest settings that would do; with a ratio, if that can be smaller than
  /// without them.
  private func settings(_ redecision: Redecision) -> [Remedy] {
    var remedies: [Remedy] = []
    var smallestRatio = UInt64.max
    for settings in settingsToTry {
      if remedies.contains(where: {
        $0.ratio == nil && $0.settings.allSatisfy(settings.contains)
      }) {
        continue
      }
      var policy = vector.policy
      for setting in settings { setting.change(&policy) }
      if !settings.isEmpty, redecision.isMovable({ $0.policy = policy }) {
        remedies.append(Remedy(settings: settings, policy: policy, ratio: nil))
        continue
      }
      guard readsRatio(policy),
        let ratio = redecision.smallest(
          above: UInt64(policy.autoMovableRatio), to: UInt64(UInt32.max),
          {
            $0.policy = policy
            $0.policy.autoMovableRatio = UInt32(truncatingIfNeeded: $1)
          }),
        ratio < smallestRatio
      else { continue }
      smallestRatio = ratio
      remedies.append(Remedy(settings: settings, policy: policy, ratio: ratio))
    }
    return remedies
  }

  /// All choices of settings that the question reads, few first.
  private var settingsToTry: [[Setting]] {
    guard case .zone = vector.query else { return [[]] }
    return [
      [], [.numaAware], [.movableNode], [.onlinePolicy],
      [.numaAware, .onlinePolicy], [.movableNode, .onlinePolicy],
    ]
  }

  private func readsRatio(_ policy: Policy) -> Bool {
    if case .zone = vector.query { policy.onlinePolicy == .autoMovable } else { true }
  }
}

// MARK: Boot memory

extension Explanation {
  private func addBootMemory(to block: inout TextBlock, _ redecision: Redecision) {
    guard readsRatio(vector.policy), let nodeID = nodeForBootMemory,
      let pages = redecision.smallest(
        above: 0, to: geometry.pageCount,
        { $0.state.addBootMemory($1, to: nodeID) })
    else { return }
    block.add(
      "boot memory of node \(nodeID)", "",
      "\(count(pages).text) more; one page less is not enough")
  }

  /// The node that more boot memory would help most: the one asked about, unless
  /// only the whole machine counts and that one has none.
  private var nodeForBootMemory: NodeID? {
    let asked: NodeID?
    let onlySystemCounts: Bool
    switch vector.query {
    case .canOnlineMovable(_, _, .node(let id)): (asked, onlySystemCounts) = (id, false)
    case .canOnlineMovable(_, _, .system): (asked, onlySystemCounts) = (nil, true)
    case .zone(_, _, let id, _):
      (asked, onlySystemCounts) = (id, !vector.policy.isAutoMovableNUMAAware)
    }
    guard onlySystemCounts else { return asked }
    func hasBootMemory(_ node: Node) -> Bool {
      ZoneType.allCases.contains { $0 != .movable && node[$0].presentEarlyPages != 0 }
    }
    if let node = vector.state.nodes.first(where: { $0.id == asked }), hasBootMemory(node) {
      return asked
    }
    return vector.state.nodes.first(where: hasBootMemory)?.id ?? asked ?? 0
  }
}

extension MemoryState {
  /// Adds memory to a node's `ZONE_NORMAL` as if it had been there at boot.
  fileprivate mutating func addBootMemory(_ pages: UInt64, to id: NodeID) {
    let index = nodes.firstIndex { $0.id >= id } ?? nodes.endIndex
    if index == nodes.endIndex || nodes[index].id != id { nodes.insert(Node(id: id), at: index) }
    // Counters wrap.
    nodes[index][.normal].presentPages &+= pages
    nodes[index][.normal].presentEarlyPages &+= pages
  }
}

// MARK: Remarks

extension Explanation {
  /// What is remarkable about the question, whatever the answer.
  var remarks: [String] {
    var remarks: [String] = []
    if case .zone = vector.query, vector.policy.onlinePolicy == .autoMovable,
      vector.policy.isMovableNodeEnabled
    {
      remarks.append("movable_node has no say under auto-movable.")
    }
    if let remark = bytesRemark { remarks.append(remark) }
    return remarks
  }

  /// That a device may have been registered by its bytes: it would be larger than
  /// all memory there is, and 4096 times one of whole blocks.
  private var bytesRemark: String? {
    guard let group, case .static(let maxPages) = group.kind,
      maxPages % (geometry.pageSize * geometry.minimumBlockPages) == 0
    else { return nil }
    var present: UInt64 = 0
    for node in vector.state.nodes {
      for zone in ZoneType.allCases {
        let (sum, wraps) = present.addingReportingOverflow(node[zone].presentPages)
        guard !wraps else { return nil }
        present = sum
      }
    }
    guard maxPages > present else { return nil }
    let pages = maxPages / geometry.pageSize
    let redecision = Redecision(vector: vector)
    let result = redecision.result {
      $0.state.groups.update(group.id) {
        $0 = MemoryGroup(
          id: $0.id, nodeID: $0.nodeID, kind: .static(maxPages: pages),
          presentKernelPages: $0.presentKernelPages,
          presentMovablePages: $0.presentMovablePages, blockCount: $0.blockCount)
      }
    }
    guard let result, result != redecision.result() || isMovable else { return nil }
    return "Group \(group.id) is a device of \(count(maxPages).size), more than all "
      + "memory there is, \(count(present).size). If \(maxPages) is its size in "
      + "bytes, max_pages would be \(pages), and the answer \(result)."
  }
}
