// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios

/// Whose memory is whose: what boot found, and what came later with which device.
///
/// The kernel knows, but doesn't tell. What is known comes first, then what names say,
/// then what can only be so, and then what is likely.
struct MemoryOrigins {
  /// The devices that memory came with.
  private(set) var devices: [MemoryDevice] = []

  /// The ranges of pages that boot found, ascending and apart; `nil` if only blocks are
  /// known.
  private(set) var bootRanges: [Range<UInt64>]?

  /// What is taken for boot memory without being sure.
  private(set) var doubts: [String] = []

  /// Whose pages are whose, ascending and apart.
  private var table: [(pages: Range<UInt64>, device: Int)] = []

  private let record: SystemRecord
  private let geometry: Geometry
  private let blockPages: UInt64

  init(_ record: SystemRecord, _ geometry: Geometry, blockPages: UInt64) {
    self.record = record
    self.geometry = geometry
    self.blockPages = blockPages
    addWhatIsSaid()
    addWhatIsNamed()
    if let map = record.memoryMap, !map.isHidden {
      sortOut(map.systemMemory(of: geometry))
    } else {
      sortOutBlocks()
    }
    if let runs = record.bootMemory(of: geometry) {
      bootRanges = runs.map { $0.range.startPFN..<$0.range.endPFN }
    }
  }

  /// The device that a block came with, or `nil` if it was there at boot.
  func device(of block: CaptureBlock) -> Int? {
    device(at: block.index * blockPages)
  }

  private func device(at pfn: UInt64) -> Int? {
    let index = firstIndex(from: pfn)
    return index < table.count && table[index].pages.contains(pfn) ? table[index].device : nil
  }

  /// The position of the first range that ends behind a page.
  private func firstIndex(from pfn: UInt64) -> Int {
    partitionPoint(table.count) { table[$0].pages.upperBound <= pfn }
  }

  /// Notes that pages are a device's; nothing happens if some are another one's.
  private mutating func claim(_ pages: Range<UInt64>, for device: Int) {
    let index = firstIndex(from: pages.lowerBound)
    guard !pages.isEmpty, index == table.count || table[index].pages.lowerBound >= pages.upperBound
    else { return }
    table.insert((pages, device), at: index)
  }

  private mutating func add(_ device: MemoryDevice) {
    for pages in device.pages { claim(pages, for: devices.count) }
    devices.append(device)
  }
}

// MARK: What is known

extension MemoryOrigins {
  private mutating func addWhatIsSaid() {
    for claim in record.claims {
      guard case .device(let kind) = claim.owner else { continue }
      add(
        MemoryDevice(
          id: "\(kind.rawValue)\(devices.count)", kind: kind,
          pages: [geometry.wholePages(in: claim.addresses)],
          deviceBlockSize: claim.deviceBlockSize, evidence: "--device", isInferred: false))
    }
    for device in record.devices {
      guard let kind = device.memoryKind, let pages = device.pages(of: geometry) else { continue }
      add(
        MemoryDevice(
          id: device.id.isEmpty ? "\(kind.rawValue)\(devices.count)" : device.id, kind: kind,
          pages: [pages], deviceBlockSize: device.blockSize,
          nodeID: device.node.flatMap { Int32(exactly: $0) }.map { NodeID($0) },
          evidence: "query-memory-devices", isInferred: false))
    }
    for device in record.daxDevices
    where device.mode == "system-ram" && !device.ranges.isEmpty {
      add(
        MemoryDevice(
          id: device.name, kind: .dax,
          pages: device.ranges.map(geometry.wholePages).sorted { $0.lowerBound < $1.lowerBound },
          deviceBlockSize: nil,
          nodeID: device.node.flatMap { Int32(exactly: $0) }.map { NodeID($0) },
          evidence: "daxctl", isInferred: false))
    }
  }

  /// Takes what the kernel's map names after a driver.
  private mutating func addWhatIsNamed() {
    guard let map = record.memoryMap, !map.isHidden else { return }
    var daxDevices: [String: Int] = [:]
    for (memory, parent) in map.driverMemory {
      let own = memory.pages(of: geometry)
      guard !own.isEmpty, device(at: own.lowerBound) == nil else { continue }
      let driver = memory.driver.map(String.init) ?? ""
      let kind: MemoryDevice.Kind =
        switch driver {
        case "virtio_mem": .virtioMem
        case "kmem": .dax
        default: .other
        }
      // A virtio-mem device has all of the range that it may fill; a DAX device has as
      // many ranges as it likes.
      let pages = kind == .virtioMem ? parent?.pages(of: geometry) ?? own : own
      let id = parent?.name ?? "\(driver)\(devices.count)"
      if kind == .dax {
        if let index = daxDevices[id] {
          claim(pages, for: index)
          devices[index].pages.append(pages)
          continue
        }
        daxDevices[id] = devices.count
      }
      add(
        MemoryDevice(
          id: id, kind: kind, pages: [pages], deviceBlockSize: nil,
          evidence: "/proc/iomem names the driver \(driver)", isInferred: true))
    }
  }
}

extension CaptureDevice {
  /// What kind of memory device it is to Linux; `nil` if it isn't memory.
  fileprivate var memoryKind: MemoryDevice.Kind? {
    switch type {
    case "virtio-mem": .virtioMem
    case "dimm": .dimm
    default: nil
    }
  }

  /// Its pages; `nil` if they can't be.
  fileprivate func pages(of geometry: Geometry) -> Range<UInt64>? {
    let (first, count) = (address / geometry.pageSize, maximumSize / geometry.pageSize)
    guard first < geometry.pageCount, count > 0, count <= geometry.pageCount - first
    else { return nil }
    return first..<first + count
  }
}

// MARK: What is inferred

extension MemoryOrigins {
  /// Tells memory of boot from that of DIMMs, whose ranges are named alike.
  private mutating func sortOut(_ ranges: [Range<UInt64>]) {
    var boot: [Range<UInt64>] = []
    for pages in ranges {
      guard device(at: pages.lowerBound) == nil else { continue }
      // Ranges of a file that anybody wrote may overlap; they don't in a kernel's.
      let start = max(pages.lowerBound, boot.last?.upperBound ?? 0)
      guard start < pages.upperBound else { continue }
      guard let evidence = evidenceOfHotplug(pages, boot) else {
        boot.append(start..<pages.upperBound)
        continue
      }
      let kind: MemoryDevice.Kind = record.hasBalloon ? .other : .dimm
      add(
        MemoryDevice(
          id: "\(kind.rawValue)\(devices.count)", kind: kind, pages: [pages],
          deviceBlockSize: nil, evidence: evidence, isInferred: true))
    }
    bootRanges = boot
  }

  /// Why a range of `System RAM` came after boot; `nil` if it was there.
  ///
  /// - Parameter boot: The ranges before it that were there.
  private mutating func evidenceOfHotplug(
    _ pages: Range<UInt64>, _ boot: [Range<UInt64>]
  ) -> String? {
    if let isBoot = record.isBoot(pages, geometry) { return isBoot ? nil : record.bootEvidence }
    // Only whole blocks can come later.
    guard pages.lowerBound % blockPages == 0, pages.upperBound % blockPages == 0
    else { return nil }
    if let last = boot.last, last.upperBound == pages.lowerBound {
      return "its range in /proc/iomem touches one of boot, which has joined its own"
    }
    let blocks = record.blocks(in: pages, blockPages)
    if pages.lowerBound >= geometry.fourGiB, !blocks.isEmpty {
      if blocks.allSatisfy({ endsBelowFourGiB($0) }) { return Self.lowEvidence }
      // A node has memory there since boot, and it is the first.
      if blocks.contains(where: { record.endOfDMA32($0) == geometry.fourGiB }),
        (boot.last?.upperBound ?? 0) <= geometry.fourGiB
      {
        return nil
      }
    }
    if !record.mayBootMovable, blocks.contains(where: { $0.currentZone == .movable }) {
      return "it has memory in Movable, and no boot parameter asks for that"
    }
    if pages.lowerBound >= geometry.fourGiB, let last = table.last,
      last.pages.upperBound <= pages.lowerBound
    {
      return "it is above \(devices[last.device].id)"
    }
    doubts.append(
      "System RAM at 0x\(String(pages.lowerBound * geometry.pageSize, radix: 16)) is taken "
        + "for boot memory, though it could have come later; --device can say so")
    return nil
  }

  /// That memory above 4 GiB came later.
  private static let lowEvidence =
    "DMA32 of its node ends below 4 GiB, as it doesn't where boot has memory above"

  /// Whether DMA32 of a block's node is there and ends below 4 GiB.
  private func endsBelowFourGiB(_ block: CaptureBlock) -> Bool {
    record.endOfDMA32(block).map { $0 < geometry.fourGiB } ?? false
  }

  /// Tells blocks of boot from others where addresses are hidden.
  private mutating func sortOutBlocks() {
    var runs: [(pages: Range<UInt64>, nodes: [Int32], evidence: String)] = []
    var isAboveLater = false
    for block in record.blocks where device(of: block) == nil {
      let start = block.index * blockPages
      let pages = start..<start + blockPages
      let evidence: String
      if let isBoot = record.isBoot(pages, geometry) {
        if isBoot { continue }
        evidence = record.bootEvidence
      } else if start >= geometry.fourGiB, endsBelowFourGiB(block) {
        evidence = Self.lowEvidence
        isAboveLater = true
      } else if block.currentZone == .movable, !record.mayBootMovable {
        evidence = "it is in Movable, and no boot parameter asks for that"
        if start >= geometry.fourGiB { isAboveLater = true }
      } else if !block.isOnline {
        evidence = "it is offline, as boot leaves none"
      } else if isAboveLater {
        evidence = "it is above memory that came later"
      } else {
        continue
      }
      if let last = runs.last, last.pages.upperBound == start, last.nodes == block.nodes {
        runs[runs.count - 1].pages = last.pages.lowerBound..<pages.upperBound
      } else {
        runs.append((pages, block.nodes, evidence))
      }
    }
    // Whose the runs are is unknown, so those of a node are one device's.
    var devicesOfNodes: [[Int32]: Int] = [:]
    for run in runs {
      if let index = devicesOfNodes[run.nodes] {
        claim(run.pages, for: index)
        devices[index].pages.append(run.pages)
        continue
      }
      devicesOfNodes[run.nodes] = devices.count
      add(
        MemoryDevice(
          id: "other\(devices.count)", kind: .other, pages: [run.pages], deviceBlockSize: nil,
          evidence: run.evidence, isInferred: true))
    }
    if let first = runs.first {
      doubts.append(
        "/proc/iomem is not readable, so which devices brought memory from block "
          + "\(first.pages.lowerBound / blockPages) on is unknown, and whether it is in groups")
    }
  }
}

extension SystemRecord {
  /// Whether pages were there at boot, if somebody said: the user or the kernel's log.
  fileprivate func isBoot(_ pages: Range<UInt64>, _ geometry: Geometry) -> Bool? {
    let isClaimed = claims.contains {
      $0.owner == .boot && geometry.wholePages(in: $0.addresses).overlaps(pages)
    }
    if isClaimed { return true }
    return bootMemory(of: geometry).map { runs in
      runs.contains { ($0.range.startPFN..<$0.range.endPFN).overlaps(pages) }
    }
  }

  fileprivate var bootEvidence: String { "the kernel's log of its boot has no memory there" }

  /// Whether memory can have been movable since boot.
  var mayBootMovable: Bool {
    BootArgument.list(commandLine ?? "").contains {
      ["kernelcore", "movablecore", "movable_node"].contains($0.name)
    }
  }

  /// The blocks that begin in some pages.
  fileprivate func blocks(
    in pages: Range<UInt64>, _ blockPages: UInt64
  ) -> ArraySlice<CaptureBlock> {
    func index(of block: UInt64) -> Int {
      partitionPoint(blocks.count) { blocks[$0].index < block }
    }
    let first = (pages.lowerBound + blockPages - 1) / blockPages
    return blocks[index(of: first)..<index(of: max(first, pages.upperBound / blockPages))]
  }

  /// The page behind DMA32 of a block's node, if it spans any.
  fileprivate func endOfDMA32(_ block: CaptureBlock) -> UInt64? {
    zones.first { $0.nodeID == block.nodeID && $0.type == .dma32 }.flatMap { zone in
      guard let spanned = zone.spanned, spanned > 0, let start = zone.startPFN else { return nil }
      return start &+ spanned
    }
  }
}
