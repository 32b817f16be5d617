// SPDX-License-Identifier: MIT

import AutoMovable

extension TraceMachine {
  /// Cuts the boot memory to what zones of its node span, and has these count it,
  /// so that neither contradicts the other; does nothing if none is given.
  ///
  /// Zones of a node must not overlap.
  package mutating func fitMemory() {
    guard let memory else { return }
    var fitting: [BootMemory] = []
    var counts = nodes.map { _ in [UInt64](repeating: 0, count: ZoneType.count) }
    for run in memory {
      guard let node = nodes.firstIndex(where: { $0.id == run.nodeID }) else { continue }
      let types = ZoneType.allCases.filter { $0 != .device }
        .sorted { nodes[node][$0].startPFN < nodes[node][$1].startPFN }
      for type in types {
        let start = max(run.pages.startPFN, nodes[node][type].startPFN)
        let end = min(run.pages.endPFN, nodes[node][type].endPFN)
        guard start < end else { continue }
        counts[node][Int(type.rawValue)] &+= end - start
        if let last = fitting.last, last.nodeID == run.nodeID, last.pages.endPFN == start {
          fitting[fitting.count - 1].pages.pageCount &+= end - start
        } else {
          fitting.append(
            BootMemory(
              PageRange(startPFN: start, pageCount: end - start), nodeID: run.nodeID))
        }
      }
    }
    self.memory = fitting
    for node in nodes.indices {
      for (type, count) in zip(ZoneType.allCases, counts[node]) where type != .device {
        nodes[node][type].presentPages = count
        nodes[node][type].presentEarlyPages = count
      }
    }
  }
}
