// SPDX-License-Identifier: MIT

import AutoMovable

/// The zones that a kernel makes of boot memory.
struct BootZones {
  /// The nodes, ids ascending.
  private(set) var nodes: [Node]

  private let pageSize: UInt64
}

extension BootZones {
  /// A zone of memory by its address.
  private typealias Bound = (type: ZoneType, pages: Range<UInt64>)

  private static func bounds(_ architecture: Architecture) -> [Bound] {
    var start: UInt64 = 0
    return architecture.zoneEnds.map { type, end in
      let endPFN = end / architecture.geometry.pageSize
      defer { start = endPFN }
      return (type, start..<endPFN)
    }
  }

  /// - Parameter nodeCount: How many nodes there are, also without memory: each has a
  ///   processor, and so is online.
  init(
    _ memory: [BootMemory], nodeCount: Int, _ arguments: KernelArguments,
    _ architecture: Architecture
  ) {
    pageSize = architecture.geometry.pageSize
    let bounds = Self.bounds(architecture)
    let movable = Self.movableStarts(
      memory, arguments, bounds, largestOrderPages: architecture.largestOrderPages)
    let highest =
      bounds.last { bound in
        memory.contains { $0.pages.range.overlaps(bound.pages) }
      }?.type ?? .normal
    nodes = (0..<nodeCount).map { Node(id: NodeID(Int32($0))) }
    for index in nodes.indices {
      var node = nodes[index]
      let id = node.id
      let own = memory.filter { $0.nodeID == id }.map { $0.pages.range }
      guard let start = own.map({ $0.lowerBound }).min(),
        let end = own.map({ $0.upperBound }).max()
      else { continue }
      let movableStart = movable[id] ?? end
      for (type, pages) in bounds {
        node[type] = Zone(
          pages.clamped(to: start..<end).clamped(to: start..<max(start, movableStart)), own)
      }
      if movableStart < end {
        let limit = bounds.first { $0.type == highest }?.pages.upperBound ?? end
        node[.movable] = Zone(
          movableStart..<max(movableStart, min(end, limit)), own)
      }
      nodes[index] = node
    }
    reserve(arguments.contiguousMemory, memory)
  }

  /// Takes contiguous memory out of the zone that it lies in: at its address, or else
  /// as high as possible. Mirrors `dma_contiguous_reserve`.
  private mutating func reserve(
    _ request: KernelArguments.ContiguousMemory?, _ memory: [BootMemory]
  ) {
    guard let request, let last = memory.last else { return }
    let size = request.size / pageSize
    let start =
      request.address.map { $0 / pageSize }
      ?? last.pages.endPFN - min(size, last.pages.pageCount)
    for index in nodes.indices {
      for type in ZoneType.allCases
      where nodes[index][type].intersects(PageRange(startPFN: start, pageCount: 1))
        && nodes[index][type].presentPages >= size
      {
        nodes[index][type].cmaPages = size
        return
      }
    }
  }
}

// MARK: kernelcore= and movablecore=

extension BootZones {
  /// Where each node's `ZONE_MOVABLE` starts. Mirrors
  /// `find_zone_movable_pfns_for_nodes`.
  private static func movableStarts(
    _ memory: [BootMemory], _ arguments: KernelArguments, _ bounds: [Bound],
    largestOrderPages: UInt64
  ) -> [NodeID: UInt64] {
    let total = memory.reduce(into: UInt64(0)) { $0 += $1.pages.pageCount }
    func pages(_ share: KernelArguments.Share?) -> UInt64 {
      switch share {
      case nil: 0
      case .pages(let count): count
      case .percent(let percent): total * percent / 100
      }
    }
    var required = pages(arguments.kernelCore)
    if arguments.movableCore != nil {
      let movable = min(
        (pages(arguments.movableCore) + largestOrderPages - 1) / largestOrderPages
          * largestOrderPages, total)
      required = max(required, total - movable)
    }
    guard required > 0, required < total else { return [:] }

    let usable =
      bounds.last { bound in memory.contains { $0.pages.range.overlaps(bound.pages) } }?
      .pages.lowerBound ?? 0
    let ids = Set(memory.map { $0.nodeID }).sorted()
    var starts: [NodeID: UInt64] = [:]
    var nodeCount = UInt64(ids.count)
    // Each round spreads what is left evenly over the nodes that may have some.
    repeat {
      let share = required / nodeCount
      for id in ids where required > 0 {
        var rest = min(share, required)
        if required < share { rest = required }
        for run in memory where run.nodeID == id && rest > 0 {
          var start = max(run.pages.startPFN, starts[id] ?? 0)
          let end = run.pages.endPFN
          guard start < end else { continue }
          if start < usable {
            let kernel = min(end, usable) - start
            rest -= min(kernel, rest)
            required -= min(kernel, required)
            starts[id] = end
            if end <= usable { continue }
            start = usable
          }
          let size = min(end - start, rest)
          starts[id] = start + size
          required -= min(required, size)
          rest -= size
        }
      }
      nodeCount -= 1
    } while nodeCount > 0 && required > nodeCount

    for id in ids {
      guard let start = starts[id] else { continue }
      let aligned = (start + largestOrderPages - 1) / largestOrderPages * largestOrderPages
      let end = memory.filter { $0.nodeID == id }.map { $0.pages.endPFN }.max() ?? 0
      starts[id] = aligned < end ? aligned : nil
    }
    return starts
  }
}

extension Zone {
  /// A zone with a span, and what memory there is in it; empty if the span is.
  fileprivate init(_ span: Range<UInt64>, _ memory: [Range<UInt64>]) {
    self.init()
    guard !span.isEmpty else { return }
    let present = memory.reduce(into: UInt64(0)) { sum, run in
      let part = run.clamped(to: span)
      sum += part.upperBound - part.lowerBound
    }
    startPFN = span.lowerBound
    spannedPages = span.upperBound - span.lowerBound
    presentPages = present
    presentEarlyPages = present
  }
}

extension PageRange {
  /// The page frame numbers of a range of boot memory, which don't wrap.
  fileprivate var range: Range<UInt64> { startPFN..<endPFN }
}
