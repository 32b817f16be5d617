// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// The Swift core as an oracle.
final class SwiftOracle: Oracle {
  func decide(
    _ batch: borrowing CaseBatch, into answers: inout MutableSpan<DecisionAnswer>
  ) throws(OracleError) {
    let nodes = batch.state.nodes.span
    let groups = batch.state.groups.groups.span
    let sections = batch.state.sections.span
    let policy = batch.policy
    let geometry = batch.state.geometry
    for index in batch.queries.indices {
      switch batch.queries[index] {
      case .canOnlineMovable(let pages, let groupID, let scope):
        let test = policy.ratioTest(
          adding: pages, group: batch.state.groups.group(groupID), in: scope,
          nodes: nodes, groups: groups)
        answers[index].set(test)
      case .zone(let range, let onlineType, let nodeID, let groupID):
        let decision = policy.onlineDecision(
          for: range, onlineType: onlineType, nodeID: nodeID,
          group: batch.state.groups.group(groupID), nodes: nodes,
          groups: groups, sections: sections, geometry: geometry)
        answers[index].set(decision)
      }
    }
  }
}

extension Implementation {
  /// The Swift core.
  public static let swift = Implementation(
    name: "swift", origin: "Sources/AutoMovable", largestUnit: nil,
    makeMachine: { () throws(OracleError) in try CoreMachine() },
    make: { () throws(OracleError) in SwiftOracle() })
}

extension MemoryGroupRegistry {
  fileprivate func group(_ id: MemoryGroupID?) -> MemoryGroup? {
    guard let id else { return nil }
    return self[id]
  }
}
