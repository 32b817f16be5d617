// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension Explanation {
  /// A word of a ratio test: `testKernelEarly` for 1 after `testExit`.
  private func word(_ offset: Int, of test: DecisionAnswer.Field) -> UInt64 {
    DecisionAnswer.Field(rawValue: test.rawValue + offset).map { answer[$0] } ?? 0
  }

  /// How a test ended, with the margin.
  func testSentence(at test: DecisionAnswer.Field, in scope: RatioTest.Scope) -> String {
    let place =
      switch scope {
      case .system: "system-wide"
      case .node(let nodeID): "on node \(nodeID.rawValue)"
      }
    guard answer.stage(test) == .comparison else {
      if let sentence = noBootMemorySentence(in: scope) { return sentence }
      return "Refused \(place) before the ratio is looked at: other devices' "
        + "movable memory needs \(count(word(3, of: test)).text) of "
        + "boot memory, of which there are "
        + "\(count(word(1, of: test)).text)."
    }
    let (wanted, limit) = (word(6, of: test), word(7, of: test))
    guard wanted <= limit else {
      return "Refused \(place): the movable memory would be above the limit by "
        + "\(count(wanted - limit).text)."
    }
    return "Allowed \(place): the movable memory would be "
      + (wanted == limit
        ? "exactly at the limit."
        : "below the limit by \(count(limit - wanted).text).")
  }

  /// That there is nothing in a scope that movable memory could be held against,
  /// if there isn't: no ratio helps then.
  private func noBootMemorySentence(in scope: RatioTest.Scope) -> String? {
    var hasEarlyMemory = false
    for node in vector.state.nodes {
      if case .node(let id) = scope, id != node.id { continue }
      for type in ZoneType.allCases where node[type].isPopulated {
        let zone = node[type]
        if zone.presentEarlyPages != 0 { hasEarlyMemory = true }
        if type != .movable, zone.presentEarlyPages != zone.cmaPages { return nil }
      }
    }
    let lack =
      "no boot memory" + (hasEarlyMemory ? " outside ZONE_MOVABLE and contiguous allocation" : "")
    switch (scope, vector.query) {
    case (.system, _):
      return "Refused: there is \(lack), so nothing becomes movable, whatever the ratio."
    case (.node(let id), .zone):
      return "Refused: node \(id) has \(lack): with auto_movable_numa_aware=Y nothing "
        + "becomes movable there, whatever the ratio; with N the system-wide test decides."
    case (.node(let id), .canOnlineMovable):
      return "Refused: node \(id) has \(lack), so nothing becomes movable there, whatever "
        + "the ratio."
    }
  }

  /// A test's values, and the zones and groups that they come from; nothing
  /// if it wasn't made.
  func testBlocks(at test: DecisionAnswer.Field, in scope: RatioTest.Scope) -> [TextBlock] {
    guard answer.stage(test) != .notMade else { return [] }
    let ratio = vector.policy.autoMovableRatio
    var block = textBlock("Ratio test, \(scope.text)")
    block.add("kernel_early_pages", word(1, of: test), "of the zones")
    block.add("movable_pages", word(2, of: test), "of the zones")
    block.add(
      "req_kernel_early_pages", word(3, of: test), "needed by other devices")
    block.add(
      "group movable_pages", word(4, of: test),
      "of other dynamic groups, not counted")
    guard answer.stage(test) == .comparison else {
      block.add(
        "refused", "", "kernel_early_pages <= req_kernel_early_pages")
      return [block] + contributionBlocks(in: scope)
    }
    block.add(
      "kernel_early_pages", word(5, of: test),
      "less the need, with the dynamic group's own kernel pages")
    block.add(
      "movable_pages", word(6, of: test),
      "less the groups', with the pages asked about")
    block.add(
      "limit", word(7, of: test), "\(ratio) * kernel_early_pages / 100")
    let isAllowed = word(6, of: test) <= word(7, of: test)
    block.add(
      isAllowed ? "allowed" : "refused", "",
      "movable_pages \(isAllowed ? "<=" : ">") limit")
    return [block] + contributionBlocks(in: scope)
  }
}

// MARK: What the sums are made of

extension Explanation {
  private func contributionBlocks(in scope: RatioTest.Scope) -> [TextBlock] {
    [zoneContributions(in: scope), groupContributions(in: scope)].filter {
      !$0.rows.isEmpty
    }
  }

  private func zoneContributions(in scope: RatioTest.Scope) -> TextBlock {
    var block = textBlock("  Populated zones, \(scope.text)")
    for node in vector.state.nodes {
      if case .node(let id) = scope, id != node.id { continue }
      for type in ZoneType.allCases where node[type].isPopulated {
        let zone = node[type]
        block.add(
          "  node \(node.id.rawValue) \(type.name)", "",
          type == .movable
            ? "present_pages \(zone.presentPages)"
            : "present_early_pages \(zone.presentEarlyPages), "
              + "cma_pages \(zone.cmaPages)")
      }
    }
    return block
  }

  private func groupContributions(in scope: RatioTest.Scope) -> TextBlock {
    var block = textBlock("  Other dynamic groups, \(scope.text)")
    let ratio = vector.policy.autoMovableRatio
    for group in vector.state.groups.groups
    where group.isDynamic && group.id != self.group?.id {
      if case .node(let id) = scope, id != group.nodeID { continue }
      let need =
        ratio == 0
        ? 0
        : GroupStatistics.requirement(
          kernelPages: group.presentKernelPages,
          movablePages: group.presentMovablePages, ratio: ratio)
      block.add(
        "  mgid \(group.id.rawValue)", "",
        "movable \(group.presentMovablePages), kernel "
          + "\(group.presentKernelPages), needs \(need)")
    }
    return block
  }
}
