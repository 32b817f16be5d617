// SPDX-License-Identifier: MIT

import AutoMovable

extension Planner {
  /// All memory blocks that there are, ascending, those that are alike as one run.
  ///
  /// - Complexity: O(*n*), where *n* is the number of blocks.
  public func blockRuns() -> [BlockRun] {
    let owners = devices.indices.sorted {
      devices[$0].blocks.lowerBound < devices[$1].blocks.lowerBound
    }
    var runs: [BlockRun] = []
    var next = 0
    machine.forEachBlock(
      in: PageRange(startPFN: 0, pageCount: machine.geometry.pageCount)
    ) { (block) throws(Never) in
      let id = block.id.rawValue
      while next < owners.count, devices[owners[next]].blocks.upperBound <= id { next += 1 }
      let isDevices =
        !block.isEarly && next < owners.count
        && devices[owners[next]].blocks.contains(id)
      let run = BlockRun(
        first: id, count: 1, nodeID: block.nodeID, state: block.state, zone: block.zone,
        owner: isDevices ? .device(owners[next]) : block.isEarly ? .boot : .earlier)
      if let last = runs.indices.last, runs[last].continues(into: run) {
        runs[last].count += 1
      } else {
        runs.append(run)
      }
    }
    return runs
  }
}
