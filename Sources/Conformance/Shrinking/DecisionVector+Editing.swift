// SPDX-License-Identifier: MIT

package import AutoMovable
package import Cases

extension DecisionVector {
  /// The vector with other groups, or `nil` if registration would refuse one.
  package func replacingGroups(_ groups: [MemoryGroup]) -> DecisionVector? {
    var vector = self
    vector.state.groups.removeAll()
    for group in groups {
      do {
        try vector.state.groups.restore(group)
      } catch {
        return nil
      }
    }
    return vector
  }

  /// The vector with a group changed.
  func replacingGroup(
    at index: Int, _ change: (MemoryGroup) -> MemoryGroup
  ) -> DecisionVector? {
    var groups = state.groups.groups
    groups[index] = change(groups[index])
    return replacingGroups(groups)
  }

  /// Whether the runs of sections ascend, keep apart and exist.
  var hasWellFormedSections: Bool {
    var end: UInt64 = 0
    for run in state.sections {
      guard run.firstSection >= end, run.isAddressable(in: state.geometry) else {
        return false
      }
      end = run.endSection
    }
    return true
  }

  /// The vector with the query asked about another group.
  package func askingAbout(_ groupID: MemoryGroupID?) -> DecisionVector {
    var vector = self
    switch query {
    case .canOnlineMovable(let pages, _, let scope):
      vector.query = .canOnlineMovable(pages: pages, groupID: groupID, scope: scope)
    case .zone(let range, let type, let node, _):
      vector.query = .zone(
        range: range, onlineType: type, nodeID: node, groupID: groupID)
    }
    return vector
  }

  /// The vector with one node's number changed wherever it occurs.
  package func renumberingNode(_ old: NodeID, _ new: NodeID) -> DecisionVector? {
    func renumber(_ id: NodeID) -> NodeID { id == old ? new : id }
    var vector = self
    for index in vector.state.nodes.indices {
      vector.state.nodes[index].id = renumber(vector.state.nodes[index].id)
    }
    let ids = vector.state.nodes.map(\.id)
    guard Set(ids).count == ids.count else { return nil }
    vector.state.nodes.sort { $0.id < $1.id }
    for index in vector.state.sections.indices {
      vector.state.sections[index].nodeID = renumber(
        vector.state.sections[index].nodeID)
    }
    switch query {
    case .canOnlineMovable(let pages, let groupID, .node(let id)):
      vector.query = .canOnlineMovable(
        pages: pages, groupID: groupID, scope: .node(renumber(id)))
    case .canOnlineMovable(_, _, .system): break
    case .zone(let range, let type, let id, let groupID):
      vector.query = .zone(
        range: range, onlineType: type, nodeID: renumber(id), groupID: groupID)
    }
    return vector.replacingGroups(
      state.groups.groups.map { $0.renumbered($0.id, node: renumber($0.nodeID)) })
  }

  /// The vector with groups numbered 0, 1, 2 and so on.
  var withDenseGroups: DecisionVector? {
    let groups = state.groups.groups
    let target = query.groupID.flatMap { state.groups.index(forID: $0) }
    return replacingGroups(
      groups.enumerated().map { index, group in
        group.renumbered(MemoryGroupID(Int32(index)), node: group.nodeID)
      })?.askingAbout(target.map { MemoryGroupID(Int32($0)) })
  }
}

extension MemoryGroup {
  /// The group with another number and node.
  fileprivate func renumbered(_ id: MemoryGroupID, node: NodeID) -> MemoryGroup {
    MemoryGroup(
      id: id, nodeID: node, kind: kind, presentKernelPages: presentKernelPages,
      presentMovablePages: presentMovablePages, blockCount: blockCount)
  }
}
