// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@Suite("Node numbers")
struct NodeSetTests {
  @Test func possibleNumbers() {
    for id: Int32 in [0, 1, 63, 64, 1023] { #expect(NodeID(id).isPossible) }
    for id: Int32 in [-1, 1024, .min, .max] { #expect(!NodeID(id).isPossible) }
  }

  @Test func theFullSet() {
    for id: NodeID in [0, 63, 64, 1023] { #expect(NodeSet.all.contains(id)) }
    for id: NodeID in [-1, 1024, -64] { #expect(!NodeSet.all.contains(id)) }
  }

  @Test func insertionAddsOneNode() {
    let members: Set<Int32> = [0, 63, 64, 127, 500, 1023]
    var set = NodeSet()
    for id in members { set.insert(NodeID(id)) }
    for id: Int32 in -70..<1100 {
      #expect(set.contains(NodeID(id)) == members.contains(id))
    }
  }

  @Test func impossibleNodesAreLeftOut() {
    var set = NodeSet()
    for id: NodeID in [-1, -64, 1024, 1088] { set.insert(id) }
    for id: Int32 in -70..<1100 { #expect(!set.contains(NodeID(id))) }
  }

  @Test func equalSetsHaveTheSameNodes() {
    var set = NodeSet()
    for id in 0..<NodeID.maximumCount {
      #expect(set != .all)
      set.insert(NodeID(id))
    }
    #expect(set == .all)
    var (low, high) = (NodeSet(), NodeSet())
    high.insert(1023)
    #expect(low != high)
    low.insert(1023)
    #expect(low == high)
    low.insert(0)
    #expect(low != high)
  }

  @Test func scopes() {
    #expect(RatioTest.Scope(nid: -1) == .system)
    #expect(RatioTest.Scope(nid: 0) == .node(0))
    #expect(RatioTest.Scope(nid: 1023) == .node(1023))
    for nid: Int32 in [-2, 1024, .min, .max] { #expect(RatioTest.Scope(nid: nid) == nil) }
    for nid: Int32 in [-1, 0, 1023] { #expect(RatioTest.Scope(nid: nid)?.nid == nid) }
  }
}
