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
    let movable = Self.movableStarts(memory, arguments, bounds, architecture)
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
    reserve(arguments.contiguousMemory, memory, architecture)
  }
}

// MARK: cma=

extension BootZones {
  /// Takes contiguous memory out of the zone that all of it lies in. Mirrors
  /// `dma_contiguous_reserve`, as far as nothing else is in the way, and
  /// `cma_activate_area`.
  private mutating func reserve(
    _ request: KernelArguments.ContiguousMemory, _ memory: [BootMemory],
    _ architecture: Architecture
  ) {
    let end = memory.last?.pages.endPFN ?? 0
    guard request.size > 0, request.size <= end * pageSize, request.base <= end * pageSize
    else { return }
    let alignment = architecture.geometry.pageBlockPages
    let alignedBytes = alignment * pageSize
    if request.isFixed, !request.base.isMultiple(of: alignedBytes) { return }
    let size = request.size.roundedUp(to: alignedBytes) / pageSize
    let base = request.base.roundedUp(to: alignedBytes) / pageSize
    var limit = end
    for bytes in [request.limit, architecture.contiguousMemoryEnd ?? 0] where bytes > 0 {
      limit = min(limit, bytes / alignedBytes * alignment)
    }
    guard base + size <= limit else { return }

    /// The first page of a run of memory's part, if it has room.
    func room(_ run: BootMemory, from start: UInt64, atEnd: Bool) -> UInt64? {
      let first = max(run.pages.startPFN, start).roundedUp(to: alignment)
      let last = min(run.pages.endPFN, limit) / alignment * alignment
      guard first <= last, size <= last - first else { return nil }
      return atEnd ? last - size : first
    }
    // Above 4 GiB from below, to leave low memory alone; else from above.
    let far = (1 << 32) / pageSize
    var place: (run: BootMemory, startPFN: UInt64)?
    for run in memory where place == nil {
      if request.isFixed {
        if run.pages.startPFN <= base, base + size <= run.pages.endPFN { place = (run, base) }
      } else if far + size <= end, let startPFN = room(run, from: far, atEnd: false) {
        place = (run, startPFN)
      }
    }
    for run in memory.reversed() where place == nil && !request.isFixed {
      if let startPFN = room(run, from: base, atEnd: true) { place = (run, startPFN) }
    }
    guard let (run, startPFN) = place else { return }
    for index in nodes.indices where nodes[index].id == run.nodeID {
      for type in ZoneType.allCases {
        let zone = nodes[index][type]
        if zone.startPFN <= startPFN, startPFN + size <= zone.startPFN + zone.spannedPages {
          nodes[index][type].cmaPages = size
        }
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
    _ architecture: Architecture
  ) -> [NodeID: UInt64] {
    let largestOrderPages = architecture.largestOrderPages
    let ids = Set(memory.map { $0.nodeID }).sorted()
    let starts =
      arguments.keepsKernelInMirror
      ? farStarts(memory, (1 << 32) / architecture.geometry.pageSize)
      : coreStarts(memory, ids, arguments, bounds, largestOrderPages)
    var aligned: [NodeID: UInt64] = [:]
    for id in ids {
      let start = (starts[id] ?? 0).roundedUp(to: largestOrderPages)
      let end = memory.filter { $0.nodeID == id }.map { $0.pages.endPFN }.max() ?? 0
      // A node's first page is nobody's start.
      if start > 0, start < end { aligned[id] = start }
    }
    return aligned
  }

  /// Where memory begins that is neither mirrored nor needed below 4 GiB: none is mirrored.
  private static func farStarts(_ memory: [BootMemory], _ farPFN: UInt64) -> [NodeID: UInt64] {
    var starts: [NodeID: UInt64] = [:]
    for run in memory where run.pages.startPFN >= farPFN && starts[run.nodeID] == nil {
      starts[run.nodeID] = run.pages.startPFN
    }
    return starts
  }

  /// Where what `kernelcore=` and `movablecore=` leave to the kernel ends on each node; 0,
  /// or nothing, if that isn't said.
  private static func coreStarts(
    _ memory: [BootMemory], _ ids: [NodeID], _ arguments: KernelArguments, _ bounds: [Bound],
    _ largestOrderPages: UInt64
  ) -> [NodeID: UInt64] {
    let total = memory.reduce(into: UInt64(0)) { $0 += $1.pages.pageCount }
    func pages(_ share: KernelArguments.Share) -> UInt64 {
      share.percent > 0 ? total * min(share.percent, 100) / 100 : share.pages
    }
    var required = pages(arguments.kernelCore)
    let movable = pages(arguments.movableCore)
    if movable > 0 {
      required = max(required, total - min(movable.roundedUp(to: largestOrderPages), total))
    }
    guard required > 0, required < total else { return [:] }

    let usable =
      bounds.last { bound in memory.contains { $0.pages.range.overlaps(bound.pages) } }?
      .pages.lowerBound ?? 0
    var starts: [NodeID: UInt64] = [:]
    var nodeCount = UInt64(ids.count)
    // Each round spreads what is left evenly over the nodes that may have some.
    repeat {
      var share = required / nodeCount
      for id in ids {
        if required < share { share = required / nodeCount }
        var rest = share
        for run in memory where run.nodeID == id {
          var start = max(run.pages.startPFN, starts[id] ?? 0)
          let end = run.pages.endPFN
          guard start < end else { continue }
          if start < usable {
            let kernel = min(end, usable) - start
            rest -= min(kernel, rest)
            required -= min(kernel, required)
            if end <= usable {
              starts[id] = end
              continue
            }
            start = usable
          }
          let size = min(end - start, rest)
          starts[id] = start + size
          required -= min(required, size)
          rest -= size
          // Behind it all is movable, also if nothing was left for this node.
          if rest == 0 { break }
        }
      }
      nodeCount -= 1
    } while nodeCount > 0 && required > nodeCount
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
