// SPDX-License-Identifier: MIT

import AutoMovable

extension TraceMachine {
  /// Cuts the boot memory to what zones of its node span, and has these count it,
  /// so that neither contradicts the other; does nothing if none is given.
  ///
  /// Zones of a node must not overlap.
  package mutating func fitMemory() {
    guard let memory else { return }
    for node in nodes.indices {
      for type in 0..<ZoneType.count where ZoneType.isForBootMemory(type) {
        nodes[node].zones[type].presentPages = 0
        nodes[node].zones[type].presentEarlyPages = 0
      }
    }
    var fitting: [BootMemory] = []
    fitting.reserveCapacity(memory.count)
    for run in memory {
      guard let node = nodes.firstIndex(where: { $0.id == run.nodeID }) else { continue }
      var next = run.pages.startPFN
      while let (type, pages) = nodes[node].firstSpan(from: next, to: run.pages.endPFN) {
        nodes[node].zones[type].presentPages &+= pages.pageCount
        nodes[node].zones[type].presentEarlyPages &+= pages.pageCount
        if let last = fitting.last, last.nodeID == run.nodeID,
          last.pages.endPFN == pages.startPFN
        {
          fitting[fitting.count - 1].pages.pageCount &+= pages.pageCount
        } else {
          fitting.append(BootMemory(pages, nodeID: run.nodeID))
        }
        next = pages.endPFN
      }
    }
    self.memory = fitting
  }
}

extension ZoneType {
  /// Whether a zone, by its position, can have boot memory.
  fileprivate static func isForBootMemory(_ index: Int) -> Bool {
    index != Int(ZoneType.device.rawValue)
  }
}

extension Node {
  /// The first pages of a range that a zone for boot memory spans, and that zone's
  /// position.
  fileprivate func firstSpan(
    from start: UInt64, to end: UInt64
  ) -> (type: Int, pages: PageRange)? {
    var first: (type: Int, pages: PageRange)?
    for type in 0..<ZoneType.count where ZoneType.isForBootMemory(type) {
      let lower = max(start, zones[type].startPFN)
      let upper = min(end, zones[type].endPFN)
      guard lower < upper, first.map({ lower < $0.pages.startPFN }) ?? true else { continue }
      first = (type, PageRange(startPFN: lower, pageCount: upper - lower))
    }
    return first
  }
}
