// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension Shrinker {
  /// A kind of change that may make a vector smaller.
  enum Step: CaseIterable {
    case dropGroups, dropNodes, dropSections, emptyZones
    case forgetGroup, simplifyPolicy, simplifyQuery, renumber
    case scaleAll, moveMovable, replaceNumber
  }
}

extension Shrinker.Step {
  /// The candidate with an index: `nil` in the outer sense past the last one,
  /// in the inner sense if the change doesn't give a well-formed vector.
  func candidate(_ index: Int, of vector: DecisionVector) -> DecisionVector?? {
    switch self {
    case .dropGroups: dropGroups(index, vector)
    case .dropNodes: dropNodes(index, vector)
    case .dropSections: dropSections(index, vector)
    case .emptyZones: emptyZones(index, vector)
    case .forgetGroup:
      index == 0 && vector.query.groupID != nil
        ? .some(vector.askingAbout(nil)) : nil
    case .simplifyPolicy: simplifyPolicy(index, vector)
    case .simplifyQuery: simplifyQuery(index, vector)
    case .renumber: renumber(index, vector)
    case .scaleAll: scaleAll(index, vector)
    case .moveMovable: moveMovable(index, vector)
    case .replaceNumber: replaceNumber(index, vector)
    }
  }

  /// The ranges to drop from a list: halves, quarters and so on to singles.
  private func range(_ index: Int, of count: Int) -> Range<Int>? {
    var index = index
    var length = (count + 1) / 2
    while length >= 1 {
      let chunks = (count + length - 1) / length
      if index < chunks {
        return index * length..<min(count, (index + 1) * length)
      }
      index -= chunks
      if length == 1 { return nil }
      length = (length + 1) / 2
    }
    return nil
  }

  private func dropGroups(_ index: Int, _ vector: DecisionVector) -> DecisionVector?? {
    var groups = vector.state.groups.groups
    guard let range = range(index, of: groups.count) else { return nil }
    let isTargetDropped = groups[range].contains { $0.id == vector.query.groupID }
    groups.removeSubrange(range)
    let rest = isTargetDropped ? vector.askingAbout(nil) : vector
    return .some(rest.replacingGroups(groups))
  }

  private func dropNodes(_ index: Int, _ vector: DecisionVector) -> DecisionVector?? {
    guard let range = range(index, of: vector.state.nodes.count) else { return nil }
    var rest = vector
    rest.state.nodes.removeSubrange(range)
    return .some(rest)
  }

  private func dropSections(_ index: Int, _ vector: DecisionVector) -> DecisionVector?? {
    guard let range = range(index, of: vector.state.sections.count) else { return nil }
    var rest = vector
    rest.state.sections.removeSubrange(range)
    return .some(rest)
  }

  private func emptyZones(_ index: Int, _ vector: DecisionVector) -> DecisionVector?? {
    let (node, type) = index.quotientAndRemainder(dividingBy: ZoneType.count)
    guard node < vector.state.nodes.count else { return nil }
    var rest = vector
    rest.state.nodes[node].zones[type] = Zone()
    return .some(rest)
  }

  private func simplifyPolicy(_ index: Int, _ vector: DecisionVector) -> DecisionVector?? {
    var simpler = vector
    switch index {
    case 0: simpler.policy.isMovableNodeEnabled = false
    case 1: simpler.policy.isAutoMovableNUMAAware = false
    case 2: simpler.policy.onlinePolicy = .autoMovable
    default:
      let ratios: [UInt32] = [100, 1, 300, 301, 200]
      guard index - 3 < ratios.count else { return nil }
      simpler.policy.autoMovableRatio = ratios[index - 3]
    }
    return .some(simpler)
  }

  private func simplifyQuery(_ index: Int, _ vector: DecisionVector) -> DecisionVector?? {
    guard index == 0 else { return nil }
    var simpler = vector
    switch vector.query {
    case .canOnlineMovable(let pages, let groupID, _):
      simpler.query = .canOnlineMovable(
        pages: pages, groupID: groupID, scope: .system)
    case .zone(let range, _, let nodeID, let groupID):
      simpler.query = .zone(
        range: range, onlineType: .online, nodeID: nodeID, groupID: groupID)
    }
    return .some(simpler)
  }

  private func renumber(_ index: Int, _ vector: DecisionVector) -> DecisionVector?? {
    guard index > 0 else { return .some(vector.withDenseGroups) }
    // Every number that occurs, to the number of its rank.
    var ids = Set(vector.state.nodes.map(\.id))
    ids.formUnion(vector.state.groups.groups.map(\.nodeID))
    ids.formUnion(vector.state.sections.map(\.nodeID))
    if case .zone(_, _, let id, _) = vector.query { ids.insert(id) }
    if case .canOnlineMovable(_, _, .node(let id)) = vector.query { ids.insert(id) }
    let sorted = ids.sorted()
    guard index - 1 < sorted.count * 2 else { return nil }
    let rank = (index - 1) / 2
    let new = index % 2 == 1 ? 0 : Int32(truncatingIfNeeded: rank)
    guard sorted[rank].rawValue != new else { return .some(nil) }
    return .some(vector.renumberingNode(sorted[rank], NodeID(new)))
  }

  /// All counters divided, so that what is in proportion stays so.
  private func scaleAll(_ index: Int, _ vector: DecisionVector) -> DecisionVector?? {
    let divisors: [UInt64] = [1 << 32, 1 << 15, 1 << 8, 10, 2]
    guard index < divisors.count else { return nil }
    var scaled = vector
    for input in VectorInput.all(of: vector) {
      switch input {
      case .zone(_, _, .startPFN), .zone(_, _, .spannedPages), .section,
        .startPFN, .group(_, .size), .ratio:
        continue
      case .zone, .group, .pageCount:
        let value = input.value(in: vector) / divisors[index]
        scaled = input.setting(value, in: scaled) ?? scaled
      }
    }
    return .some(scaled)
  }

  /// The movable memory of a zone added to the pages asked about.
  private func moveMovable(_ index: Int, _ vector: DecisionVector) -> DecisionVector?? {
    guard index < vector.state.nodes.count else { return nil }
    guard case .canOnlineMovable(let pages, _, _) = vector.query else { return nil }
    var moved = vector
    moved.state.nodes[index].zones[3].presentPages = 0
    return .some(
      VectorInput.pageCount.setting(
        pages &+ vector.state.nodes[index].zones[3].presentPages, in: moved))
  }

  /// A number replaced by a smaller or rounder one.
  private func replaceNumber(_ index: Int, _ vector: DecisionVector) -> DecisionVector?? {
    let (position, choice) = index.quotientAndRemainder(
      dividingBy: Self.replacementCount)
    let inputs = VectorInput.all(of: vector)
    guard position < inputs.count else { return nil }
    let value = inputs[position].value(in: vector)
    guard let replacement = Self.replacement(choice, for: value, vector.state.geometry) else {
      return .some(nil)
    }
    return .some(inputs[position].setting(replacement, in: vector))
  }

  private static var replacementCount: Int { 12 }

  private static func replacement(
    _ choice: Int, for value: UInt64, _ geometry: Geometry
  ) -> UInt64? {
    guard value != 0 else { return nil }
    let width = UInt64(64 - value.leadingZeroBitCount)
    let replacement: UInt64 =
      switch choice {
      case 0: 0
      case 1: 1
      case 2: geometry.pagesPerSection
      case 3: 100
      case 4: 1 << (width - 1)
      case 5: value & ~0 << (width / 2)
      case 6: value >> (width / 2)
      case 7: value / 2
      case 8: value / 4 &* 3
      case 9: value & (value &- 1)
      case 10: value / 100 &* 100
      default: value &- 1
      }
    return replacement == value ? nil : replacement
  }
}
