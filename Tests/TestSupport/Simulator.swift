// SPDX-License-Identifier: MIT

public import AutoMovable

/// A machine whose memory devices are onlined block by block, with the counters
/// kept as `adjust_present_page_count` keeps them.
///
/// Zone spans grow but don't shrink: no choice in these tests depends on it.
public struct Simulator {
  /// How a zone is chosen; the Swift core by default.
  public typealias Choice = (
    _ state: MemoryState, _ policy: Policy, _ range: PageRange,
    _ onlineType: OnlineType, _ nodeID: NodeID, _ groupID: MemoryGroupID?
  ) throws -> ZoneType

  /// A run of blocks that are plugged together.
  public struct Device: Hashable, Sendable {
    /// The group, or `nil` if the driver registers none.
    public let groupID: MemoryGroupID?
    /// The node of the blocks.
    public let nodeID: NodeID
    /// The number of the first block.
    public let firstBlock: UInt64
    /// The number of blocks.
    public let blockCount: Int
    /// The zone of each block, `nil` while it is offline.
    public internal(set) var zones: [ZoneType?]
  }

  /// The parameters in force.
  public var policy: Policy

  /// The machine as the policy sees it.
  public private(set) var state: MemoryState

  /// The machine's nodes as they were after boot.
  public let bootNodes: [Node]

  /// The devices, in the order in which they were added.
  public private(set) var devices: [Device] = []

  private let choice: Choice
  private var nextBlock: UInt64

  /// The size of a block in pages: 128 MiB.
  public static let blockPages = Geometry.x86_64.pagesPerSection

  /// Creates a machine without devices.
  ///
  /// - Parameter firstBlock: The block from which on devices are added; the
  ///   one at 4 GiB by default.
  public init(
    policy: Policy, nodes: [Node], firstBlock: UInt64 = 32,
    choice: @escaping Choice = Simulator.chooseByCore
  ) {
    self.policy = policy
    self.bootNodes = nodes
    self.state = MemoryState(nodes: nodes)
    self.choice = choice
    self.nextBlock = firstBlock
  }

  /// The choice of the Swift core.
  public static func chooseByCore(
    _ state: MemoryState, _ policy: Policy, _ range: PageRange,
    _ onlineType: OnlineType, _ nodeID: NodeID, _ groupID: MemoryGroupID?
  ) throws -> ZoneType {
    try state.onlineDecision(
      for: range, onlineType: onlineType, nodeID: nodeID, groupID: groupID,
      policy: policy
    ).zone
  }
}

// MARK: Devices

extension Simulator {
  /// Plugs a device, all of its blocks offline, and returns its position.
  ///
  /// - Parameters:
  ///   - kind: The kind of the group, or `nil` for no group.
  ///   - blockCount: The number of blocks.
  public mutating func plug(
    _ kind: MemoryGroup.Kind?, blockCount: Int, nodeID: NodeID = 0
  ) throws(HotplugError) -> Int {
    var groupID: MemoryGroupID?
    var first = nextBlock
    if let kind {
      let id = try state.groups.register(kind, nodeID: nodeID)
      state.groups.update(id) { $0.blockCount = UInt32(blockCount) }
      groupID = id
      if case .dynamic(let unitPages) = kind {
        let unit = unitPages / Self.blockPages
        first = (first + unit - 1) / unit * unit
      }
    }
    devices.append(
      Device(
        groupID: groupID, nodeID: nodeID, firstBlock: first,
        blockCount: blockCount,
        zones: [ZoneType?](repeating: nil, count: blockCount)))
    nextBlock = first + UInt64(blockCount)
    return devices.count - 1
  }

  /// Plugs a DIMM of a size in blocks.
  public mutating func plugDIMM(
    blocks: Int, nodeID: NodeID = 0
  ) throws(HotplugError) -> Int {
    try plug(
      .static(maxPages: UInt64(blocks) * Self.blockPages), blockCount: blocks,
      nodeID: nodeID)
  }

  /// Plugs a virtio-mem device with a unit in blocks.
  public mutating func plugVirtioMem(
    blocks: Int, unit: Int = 1, nodeID: NodeID = 0
  ) throws(HotplugError) -> Int {
    try plug(
      .dynamic(unitPages: UInt64(unit) * Self.blockPages), blockCount: blocks,
      nodeID: nodeID)
  }
}

// MARK: Blocks

extension Simulator {
  /// The pages of a device's block.
  public func range(of block: Int, in device: Int) -> PageRange {
    PageRange(
      startPFN: (devices[device].firstBlock + UInt64(block)) * Self.blockPages,
      pageCount: Self.blockPages)
  }

  /// The zone that a block would go to.
  public func zone(
    ofBlock block: Int, in device: Int, onlineType: OnlineType = .online
  ) throws -> ZoneType {
    try choice(
      state, policy, range(of: block, in: device), onlineType,
      devices[device].nodeID, devices[device].groupID)
  }

  /// Onlines a block and returns its zone.
  @discardableResult
  public mutating func online(
    _ block: Int, of device: Int, onlineType: OnlineType = .online
  ) throws -> ZoneType {
    let zone = try zone(ofBlock: block, in: device, onlineType: onlineType)
    devices[device].zones[block] = zone
    grow(zone, of: devices[device].nodeID, by: range(of: block, in: device))
    adjust(zone, of: device, by: Self.blockPages)
    addSection(of: block, in: device, zone)
    return zone
  }

  /// Onlines the next offline blocks of a device and returns their zones.
  public mutating func online(
    next count: Int? = nil, of device: Int
  ) throws -> Layout {
    let blocks = devices[device].zones.indices
      .filter { devices[device].zones[$0] == nil }
      .prefix(count ?? devices[device].blockCount)
    var layout = Layout()
    for block in blocks {
      layout.zones.append(try online(block, of: device))
    }
    return layout
  }

  /// Takes a block offline.
  public mutating func offline(_ block: Int, of device: Int) {
    guard let zone = devices[device].zones[block] else { return }
    devices[device].zones[block] = nil
    adjust(zone, of: device, by: 0 &- Self.blockPages)
    let section = devices[device].firstBlock + UInt64(block)
    state.sections.removeAll { $0.firstSection == section }
  }

  /// Mirrors `resize_zone_range`.
  private mutating func grow(
    _ type: ZoneType, of nodeID: NodeID, by range: PageRange
  ) {
    guard let node = state.nodes.firstIndex(where: { $0.id == nodeID }) else { return }
    var zone = state.nodes[node][type]
    let end = max(zone.spannedPages == 0 ? 0 : zone.endPFN, range.endPFN)
    if zone.spannedPages == 0 || range.startPFN < zone.startPFN {
      zone.startPFN = range.startPFN
    }
    zone.spannedPages = end - zone.startPFN
    state.nodes[node][type] = zone
  }

  /// Mirrors `adjust_present_page_count` for memory that wasn't there at boot.
  private mutating func adjust(
    _ type: ZoneType, of device: Int, by pages: UInt64
  ) {
    let nodeID = devices[device].nodeID
    // The change may be negative: counters are `unsigned long`.
    if let node = state.nodes.firstIndex(where: { $0.id == nodeID }) {
      state.nodes[node][type].presentPages &+= pages
    }
    guard let groupID = devices[device].groupID else { return }
    state.groups.update(groupID) {
      if type == .movable {
        $0.presentMovablePages &+= pages
      } else {
        $0.presentKernelPages &+= pages
      }
    }
  }

  private mutating func addSection(
    of block: Int, in device: Int, _ zone: ZoneType
  ) {
    let section = devices[device].firstBlock + UInt64(block)
    let position =
      state.sections.firstIndex { $0.firstSection > section }
      ?? state.sections.count
    state.sections.insert(
      SectionRun(
        firstSection: section, sectionCount: 1, zone: zone,
        nodeID: devices[device].nodeID),
      at: position)
  }
}
