// SPDX-License-Identifier: MIT

// How much of a machine can be unplugged again: DIMMs of 2 GiB are plugged into two
// nodes by turns, and go where the kernel puts them.

import AutoMovable

let gib: UInt64 = 262_144
let block = Geometry.x86_64.minimumBlockPages

func bootNode(_ id: NodeID, startPFN: UInt64, pages: UInt64) -> Node {
  var node = Node(id: id)
  node[.normal] = Zone(
    startPFN: startPFN, spannedPages: pages, presentPages: pages, presentEarlyPages: pages)
  return node
}

func run() throws {
  let boot = MemoryState(nodes: [
    bootNode(0, startPFN: gib, pages: 4 * gib),
    bootNode(1, startPFN: 32 * gib, pages: 2 * gib),
  ])
  let policy = Policy(onlinePolicy: .autoMovable, autoMovableRatio: 200)
  var model = try MemoryModel(boot, policy: policy)

  for slot in 0..<8 {
    let nodeID = NodeID(Int32(slot % 2))
    let dimm = try model.registerGroup(.static(maxPages: 2 * gib), nodeID: nodeID)
    let start = (64 + 2 * UInt64(slot)) * gib
    var decision: OnlineDecision?
    for startPFN in stride(from: start, to: start + 2 * gib, by: Int(block)) {
      let range = PageRange(startPFN: startPFN, pageCount: block)
      let choice = try model.onlineDecision(for: range, nodeID: nodeID, groupID: dimm)
      try model.adjustPresentPages(
        by: Int64(block), in: choice.zone, nodeID: nodeID, groupID: dimm)
      decision = decision ?? choice
    }
    if let decision {
      print("slot \(slot), node \(nodeID): \(decision.zone), \(decision.reason)")
    }
  }

  let movable = model.state.nodes.map { $0[.movable].presentPages / gib }
  print("movable: \(movable[0]) GiB on node 0, \(movable[1]) GiB on node 1")
}

try run()
