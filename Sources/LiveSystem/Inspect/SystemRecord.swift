// SPDX-License-Identifier: MIT

public import AutoMovable
import Glibc
public import SystemPackage
public import TextFiles

/// What a system's files say about its memory, before anything is inferred.
///
/// Whatever isn't there is `nil` or empty. The values are those that captures have.
public struct SystemRecord: Sendable {
  /// What messages call the system: its folder, or the first of its files.
  public var name = "/"

  /// The size of a memory block, in bytes: `block_size_bytes`.
  public var blockSize: UInt64?

  /// Whether no file has that size, and it follows from ranges.
  public var isBlockSizeInferred = false

  /// The memory blocks, by ascending number.
  public var blocks: [CaptureBlock] = []

  /// The zones, by ascending node and type: `/proc/zoneinfo`.
  public var zones: [CaptureZone] = []

  /// `/proc/iomem`.
  var memoryMap: MemoryMap?

  /// The parameters of the policy, and `auto_online_blocks`, by name.
  public var parameters: [String: String] = [:]

  /// The nodes that can ever be online: `/sys/devices/system/node/possible`.
  public var possibleNodes: [NodeID]?

  /// `/proc/sys/kernel/osrelease`.
  public var kernelRelease: String?

  /// `/proc/cmdline`.
  public var commandLine: String?

  /// `nr_memmap_boot_pages` of `/proc/vmstat`: how many pages boot took for its map
  /// of memory, from 6.11 on.
  public var bootMapPages: UInt64?

  /// Which memory the kernel found at boot, as its log has it; ascending.
  var bootLog: [BootRange]?

  /// The hotpluggable devices as QEMU reports them.
  public var devices: [CaptureDevice] = []

  /// The devices that daxctl lists.
  public var daxDevices: [DAXDevice] = []

  /// The lines of udev's rules that online memory.
  public var onlineRules: [OnlineRule] = []

  /// Whether memory comes from Xen's or Hyper-V's balloon, which uses no groups.
  public var hasBalloon = false

  /// Whether no file lists blocks, and those here follow from zones.
  public private(set) var areBlocksAssumed = false

  /// Where boot memory is in them.
  var assumedMemory: [CaptureBootMemory] = []

  /// The size of a page in bytes, if it is known.
  public var pageSize: UInt64?

  /// What the kernel calls the machine, such as `x86_64`, if it is known.
  var machineName: String?

  /// The kernel's sizes and zones, if somebody said.
  public var geometry: Geometry?

  /// What the user says about fields of the machine.
  public var settings: [FieldSetting] = []

  /// What the user says about ranges of memory.
  public var claims: [MemoryClaim] = []

  /// Creates a record that says nothing.
  public init() {}
}

extension SystemRecord {
  /// Whether the files tell anything about memory that comes and goes: whether there
  /// are blocks.
  public var hasHotplugSupport: Bool { blockSize != nil && !blocks.isEmpty }

  /// Reads the files below a folder: `/`, or that of copies.
  ///
  /// - Throws: What is wrong with a file.
  public init(root: FilePath) throws(InputError) {
    try self.init(SystemFolder(root: root), name: root.string)
    if root == "/" {
      pageSize = UInt64(exactly: getpagesize())
      machineName = Self.ownMachineName
    }
  }

  /// What the kernel calls the machine that this program is for.
  private static var ownMachineName: String? {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "aarch64"
    #else
      nil
    #endif
  }

  init(_ source: some SystemSource, name: String) throws(InputError) {
    self.name = name
    try readMemory(source)
    try readNodes(source)
    try readKernel(source)
    onlineRules = try OnlineRule.all(source)
    if let text = try source.text("proc/zoneinfo", atMost: Self.largestFile) {
      zones = try [CaptureZone](zoneInfo: text)
    }
    if let text = try source.text("proc/iomem", atMost: Self.largestFile) {
      memoryMap = try MemoryMap(text)
    }
  }

  /// The most bytes of a file of `/proc`: 16 MiB.
  private static var largestFile: Int { 16 << 20 }
}

extension SystemRecord {
  /// The most ranges that boot found: more than any machine has.
  private static var mostBootRanges: Int { 4096 }
}

extension SystemRecord {
  /// Which memory the kernel found at boot, as its log has it, in pages.
  func bootMemory(of geometry: Geometry) -> [CaptureBootMemory]? {
    bootLog.map { $0.map { CaptureBootMemory($0, of: geometry) } }
  }
}

// MARK: Files beside or in place of a folder's

extension SystemRecord {
  /// Takes a copy of `/proc/zoneinfo`.
  public mutating func readZoneInfo(_ path: FilePath) throws(InputError) {
    zones = try [CaptureZone](zoneInfo: TextDocument(path: path, atMost: Self.largestFile))
  }

  /// Takes a copy of `/proc/iomem`.
  public mutating func readMemoryMap(_ path: FilePath) throws(InputError) {
    memoryMap = try MemoryMap(TextDocument(path: path, atMost: Self.largestFile))
  }

  /// Takes the kernel's log, of which the lines under "Early memory node ranges" count.
  public mutating func readBootLog(_ path: FilePath) throws(InputError) {
    let text = try TextDocument(path: path, atMost: Self.largestFile)
    var ranges: [BootRange] = []
    text.forEachLine { line, _ in
      if let range = BootRange(line) { ranges.append(range) }
    }
    guard !ranges.isEmpty else {
      throw InputError(
        file: text.file,
        message: "expected lines such as \"node   0: [mem 0x1000-0x9efff]\", which the kernel "
          + "logs when it boots, found none")
    }
    guard ranges.count <= Self.mostBootRanges else {
      throw InputError(
        file: text.file, message: "more than \(Self.mostBootRanges) ranges of boot memory")
    }
    bootLog = ranges.sorted { $0.addresses.lowerBound < $1.addresses.lowerBound }
  }

  /// Takes what QEMU answers to `query-memory-devices`.
  public mutating func readMemoryDevices(_ path: FilePath) throws(InputError) {
    devices = try JSONDocument(path: path).decode { reader throws(JSONError) in
      try [CaptureDevice](memoryDevices: &reader)
    }
  }

  /// Takes what `daxctl list` prints.
  public mutating func readDAXDevices(_ path: FilePath) throws(InputError) {
    daxDevices = try JSONDocument(path: path).decode { reader throws(JSONError) in
      try [DAXDevice](&reader)
    }
  }

  /// Takes what `lsmem -J` prints.
  public mutating func readMemoryList(_ path: FilePath) throws(InputError) {
    let document = try JSONDocument(path: path)
    let list = try document.decode { reader throws(JSONError) in try MemoryList(&reader) }
    blockSize = list.blockSize
    isBlockSizeInferred = true
    blocks = list.blocks
  }
}

// MARK: Zones alone

extension SystemRecord {
  /// Makes up blocks for zones of which nothing else is known: kernel memory begins where
  /// its zone does, movable memory ends there.
  ///
  /// What is absent is at the end of zones then, as it is below 4 GiB.
  ///
  /// - Throws: If zones span more blocks than a list of blocks may have.
  public mutating func assumeBlocks() throws(InputError) {
    guard blocks.isEmpty, !zones.isEmpty else { return }
    areBlocksAssumed = true
    isBlockSizeInferred = isBlockSizeInferred || blockSize == nil
    let geometry = SystemGeometry(self).geometry
    let size = blockSize ?? geometry.sectionSize
    blockSize = size
    let blockPages = size / geometry.pageSize
    let spanned = zones.reduce(UInt64(0)) { sum, zone in
      sum + UInt64(zone.addressablePages(of: geometry)?.count ?? 0) / blockPages
    }
    guard spanned <= MemoryList.maximumCount else {
      throw InputError(
        file: name,
        message: "expected zones of at most \(MemoryList.maximumCount) memory blocks, found "
          + "\(spanned)")
    }
    var assumed: [UInt64: CaptureBlock] = [:]
    var memory: [CaptureBootMemory] = []
    func assume(_ index: UInt64, _ zone: CaptureZone) {
      let node = zone.nodeID.rawValue
      guard var block = assumed[index] else {
        assumed[index] = CaptureBlock(
          index: index, state: "online", validZones: zone.type.description, nodes: [node])
        return
      }
      block.validZones = "none"
      if !block.nodes.contains(node) { block.nodes.append(node) }
      assumed[index] = block
    }
    for zone in zones where zone.type != .movable && zone.present > 0 {
      guard let pages = zone.addressablePages(of: geometry) else { continue }
      let end = min(pages.lowerBound + zone.present, pages.upperBound)
      memory.append(
        CaptureBootMemory(
          nodeID: zone.nodeID,
          range: PageRange(startPFN: pages.lowerBound, pageCount: end - pages.lowerBound)))
      for index in pages.lowerBound / blockPages...(end - 1) / blockPages { assume(index, zone) }
    }
    for zone in zones where zone.type == .movable && zone.present > 0 {
      guard let pages = zone.addressablePages(of: geometry) else { continue }
      var rest = zone.present / blockPages
      var index = pages.upperBound / blockPages
      while rest > 0, index > pages.lowerBound / blockPages {
        index -= 1
        guard assumed[index] == nil else { continue }
        assume(index, zone)
        rest -= 1
      }
    }
    blocks = assumed.values.sorted { $0.index < $1.index }
    assumedMemory = memory.sorted { $0.range.startPFN < $1.range.startPFN }
  }
}

extension CaptureZone {
  /// The pages that the zone spans, if there are any and all can be.
  fileprivate func addressablePages(of geometry: Geometry) -> Range<UInt64>? {
    guard let start = startPFN, let spanned, spanned > 0, start < geometry.pageCount,
      spanned <= geometry.pageCount - start
    else { return nil }
    return start..<start + spanned
  }
}
