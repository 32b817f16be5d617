// SPDX-License-Identifier: MIT

import AutoMovable

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

  /// Adds questions until there are `count`.
  // Room is made once, for an array that is appended to checks for it each time.
  // Inlined, the closure too.
  @inline(__always)
  mutating func addQueries(
    _ count: Int, _ makeQuery: (inout CaseBatch) -> DecisionQuery
  ) {
    let first = queries.count
    guard first < count else { return }
    var queries: [DecisionQuery] = []
    swap(&queries, &self.queries)
    queries.append(addingCapacity: count - first) { added in
      for _ in first..<count { added.append(makeQuery(&self)) }
    }
    swap(&queries, &self.queries)
  }

  /// A question as a driver would ask it.
  // Mutating only so that the batch isn't copied for the call.
  mutating func plausibleQuery(_ random: inout SplitMix64) -> DecisionQuery {
    let pages = MemoryGeometry.pagesPerSection
    let bits = random.next()
    let group = chooseGroup(bits)
    if bits >> 16 & 3 == 0 {
      let sizes: [4 of UInt64] = [
        pages, pages &* 2, pages &* 8, bits >> 40 & 0xF_FFFF,
      ]
      return .canOnlineMovable(
        pages: sizes[Int(truncatingIfNeeded: bits >> 18 & 3)],
        groupID: group?.id,
        scope: bits >> 20 & 1 == 0 ? .system : .node(chooseNode(bits >> 24)))
    }
    let onlineType: OnlineType =
      switch bits >> 18 & 15 {
      case 0: .offline
      case 1: .onlineKernel
      case 2: .onlineMovable
      default: .online
      }
    guard let group else {
      return .zone(
        range: PageRange(
          startPFN: (bits >> 40 & 0xFFFF) &* pages, pageCount: pages),
        onlineType: onlineType, nodeID: chooseNode(bits >> 24), groupID: nil)
    }
    let device = devices[Int(group.id.rawValue)]
    let block = ((bits >> 40 & 0xFFFF) &* (device.pageCount / pages &+ 1)) >> 16
    var range = PageRange(
      startPFN: device.startPFN &+ block &* pages, pageCount: pages)
    if case .dynamic(let unitPages) = group.kind, bits >> 56 & 3 == 0 {
      range.pageCount = unitPages
    }
    return .zone(
      range: range, onlineType: onlineType, nodeID: group.nodeID,
      groupID: group.id)
  }

  /// Adds questions as drivers would ask them until there are `count`.
  mutating func addPlausibleQueries(_ count: Int, _ random: inout SplitMix64) {
    addQueries(count) { $0.plausibleQuery(&random) }
  }

  mutating func makePlausible(_ count: Int, _ random: inout SplitMix64) {
    makeMachine(.any, &random)
    addPlausibleQueries(count, &random)
  }
}
