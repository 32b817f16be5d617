// SPDX-License-Identifier: MIT

// What `print` says of memory, as if pages had 4 KiB: none of these knows the
// geometry that it belongs to. Bare machines have no descriptions.

#if !hasFeature(Embedded) || Descriptions
  extension PageRange: CustomStringConvertible {
    /// The page frame numbers and the size: `pfn 32768..<65536 (128 MiB)`. The
    /// end is the lower number where it wraps.
    public var description: String {
      "pfn \(startPFN)..<\(endPFN) (\(PageCount(pages: pageCount).size))"
    }
  }

  extension Zone: CustomStringConvertible {
    /// The counters as sizes, and the span: `1 GiB present, 1 GiB at boot, pfn
    /// 1048576..<1310720`.
    public var description: String {
      guard self != Zone() else { return "empty" }
      var text = "\(PageCount(pages: presentPages).size) present"
      text += ", \(PageCount(pages: presentEarlyPages).size) at boot"
      if cmaPages != 0 { text += ", \(PageCount(pages: cmaPages).size) CMA" }
      return text + (spannedPages == 0 ? ", no span" : ", pfn \(startPFN)..<\(endPFN)")
    }
  }

  extension NodeID: CustomStringConvertible {
    /// The number.
    public var description: String { "\(rawValue)" }
  }

  extension Node: CustomStringConvertible {
    /// The number, and the zones that aren't empty.
    public var description: String {
      let zones = ZoneType.allCases.filter { self[$0] != Zone() }
      guard !zones.isEmpty else { return "node \(id): no memory" }
      return "node \(id): "
        + zones.map { "\($0) \(self[$0])" }.joined(separator: "; ")
    }
  }

  extension MemoryGroupID: CustomStringConvertible {
    /// The number.
    public var description: String { "\(rawValue)" }
  }

  extension MemoryGroup.Kind: CustomStringConvertible {
    /// The kind and the size: `static, 4 GiB`, or `dynamic, units of 128 MiB`.
    public var description: String {
      switch self {
      case .static(let maxPages): "static, \(PageCount(pages: maxPages).size)"
      case .dynamic(let unitPages): "dynamic, units of \(PageCount(pages: unitPages).size)"
      }
    }
  }

  extension MemoryGroup: CustomStringConvertible {
    /// The number, the node, the kind and the online memory.
    public var description: String {
      "group \(id) of node \(nodeID): \(kind), "
        + "\(PageCount(pages: presentKernelPages).size) kernel and "
        + "\(PageCount(pages: presentMovablePages).size) movable online"
    }
  }

  extension SectionRun: CustomStringConvertible {
    /// The section numbers, the zone and the node: `sections 32..<48, Normal of
    /// node 0`.
    public var description: String {
      "sections \(firstSection)..<\(endSection), \(zone) of node \(nodeID)"
    }
  }
#endif
