// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// A question as a driver would ask it.
private struct QueryDraw: Draw {
  let bits: UInt64

  var group: UInt64 { bits }
  var isTest: Bool { isZero(at: 16, width: 2) }
  // Of a test.
  var size: Int { index(at: 18, width: 2) }
  var isSystem: Bool { isZero(at: 20, width: 1) }
  var node: UInt64 { bits >> 24 }
  var pages: UInt64 { field(at: 40, width: 20) }
  // Of a zone's choice, which has the same node.
  var onlineType: UInt64 { field(at: 18, width: 4) }
  var block: UInt64 { field(at: 40, width: 16) }
  var isUnit: Bool { isZero(at: 56, width: 2) }
}

extension CaseBatch {
  /// The group that bits choose, or none.
  func chooseGroup(_ bits: UInt64) -> MemoryGroup? {
    let choice = chooseGroupIndex(bits)
    guard choice < state.groups.groups.count else { return nil }
    return state.groups.groups[choice]
  }

  /// The position of the group that bits choose, or that behind the last for
  /// none.
  func chooseGroupIndex(_ bits: UInt64) -> Int {
    let count = UInt64(state.groups.groups.count)
    return Int(truncatingIfNeeded: ((bits & 0xFFFF) &* (count &+ 1)) >> 16)
  }

  /// The node that bits choose; a machine has one at least.
  func chooseNode(_ bits: UInt64) -> NodeID {
    state.nodes[chooseNodeIndex(bits)].id
  }

  /// The position of the node that bits choose.
  func chooseNodeIndex(_ bits: UInt64) -> Int {
    Int(truncatingIfNeeded: ((bits & 0xFFFF) &* UInt64(state.nodes.count)) >> 16)
  }

  /// Makes room for `count` questions, none of which is made yet.
  mutating func replaceQueries(_ count: Int) {
    madeCount = 0
    // As a rule there are as many from the batch before.
    guard queries.count != count else { return }
    queries.removeAll(keepingCapacity: true)
    let placeholder = DecisionQuery.canOnlineMovable(pages: 0, groupID: nil, scope: .system)
    queries.append(contentsOf: repeatElement(placeholder, count: count))
  }

  /// Makes questions until there are `count`.
  // Written in place, as an array that is appended to is checked each time.
  // Inlined, the closure too.
  @inline(__always)
  mutating func makeQueries(
    until count: Int, _ makeQuery: (inout CaseBatch) -> DecisionQuery
  ) {
    guard madeCount < count else { return }
    var queries: [DecisionQuery] = []
    swap(&queries, &self.queries)
    var span = queries.mutableSpan
    for position in madeCount..<count { span[position] = makeQuery(&self) }
    swap(&queries, &self.queries)
    madeCount = count
  }

  /// A question as a driver would ask it.
  // Mutating only so that the batch isn't copied for the call.
  mutating func plausibleQuery(_ random: inout SplitMix64) -> DecisionQuery {
    let pages = state.geometry.pagesPerSection
    let draw = QueryDraw(&random)
    let group = chooseGroup(draw.group)
    if draw.isTest {
      let sizes: [4 of UInt64] = [
        pages, pages &* 2, pages &* 8, draw.pages,
      ]
      return .canOnlineMovable(
        pages: sizes[draw.size],
        groupID: group?.id,
        scope: draw.isSystem ? .system : .node(chooseNode(draw.node)))
    }
    let onlineType: OnlineType =
      switch draw.onlineType {
      case 0: .offline
      case 1: .onlineKernel
      case 2: .onlineMovable
      default: .online
      }
    guard let group else {
      return .zone(
        range: PageRange(
          startPFN: draw.block &* pages, pageCount: pages),
        onlineType: onlineType, nodeID: chooseNode(draw.node), groupID: nil)
    }
    let device = devices[Int(group.id.rawValue)]
    let block = (draw.block &* (state.geometry.section(ofPFN: device.pageCount) &+ 1)) >> 16
    var range = PageRange(
      startPFN: device.startPFN &+ block &* pages, pageCount: pages)
    if case .dynamic(let unitPages) = group.kind, draw.isUnit {
      range.pageCount = unitPages
    }
    return .zone(
      range: range, onlineType: onlineType, nodeID: group.nodeID,
      groupID: group.id)
  }

  /// Makes questions as drivers would ask them until there are `count`.
  mutating func makePlausibleQueries(_ count: Int, _ random: inout SplitMix64) {
    makeQueries(until: count) { $0.plausibleQuery(&random) }
  }

  mutating func makePlausible(_ count: Int, _ random: inout SplitMix64) {
    makeMachine(.any, &random)
    makePlausibleQueries(count, &random)
  }
}
