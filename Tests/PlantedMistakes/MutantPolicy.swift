// SPDX-License-Identifier: MIT

package import AutoMovable
package import Cases

/// The policy stated once more, for tests: plain, slow, apart from the code of
/// both implementations, and with a mistake if wanted.
package struct MutantPolicy {
  package let policy: Policy
  package let nodes: [Node]
  package let groups: [MemoryGroup]
  package let sections: [SectionRun]
  package let mutant: Mutant?

  package init(_ batch: borrowing CaseBatch, _ mutant: Mutant?) {
    self.policy = batch.policy
    self.nodes = batch.state.nodes
    self.groups = batch.state.groups.groups
    self.sections = batch.state.sections
    self.mutant = mutant
  }

  /// Whether the policy makes a mistake.
  package func has(_ mistake: Mutant) -> Bool { mutant == mistake }

  /// The answer to a query, with all values on the way.
  package func answer(_ query: DecisionQuery) -> DecisionAnswer {
    switch query {
    case .canOnlineMovable(let pages, let groupID, let scope):
      let test = RatioRecord(
        self, nid: scope.nid, group: group(groupID), adding: pages)
      var answer = DecisionAnswer()
      answer[.result] = test.isAllowed ? 1 : 0
      test.write(to: &answer, from: .testExit)
      return answer
    case .zone(let range, let onlineType, let nodeID, let groupID):
      return zone(
        for: range, onlineType, nid: nodeID.rawValue, group: group(groupID))
    }
  }

  private func group(_ id: MemoryGroupID?) -> MemoryGroup? {
    guard let id else { return nil }
    return groups.first { $0.id == id }
  }
}
