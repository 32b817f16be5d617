// SPDX-License-Identifier: MIT

/// Where added memory belongs.
@frozen
public enum MemoryTarget: Hashable, Sendable {
  /// To a node and no group.
  case node(NodeID)
  /// To a group, and so to the group's node. Mirrors `MHP_NID_IS_MGID`.
  case group(MemoryGroupID)
}

extension HotplugMachine {
  /// Adds memory, and onlines it if an online type says so.
  ///
  /// Its blocks are onlined by ascending number, each zone being picked once
  /// the block before is online. The first block that can't be onlined ends
  /// that, but the memory is added nevertheless. Mirrors `add_memory`.
  ///
  /// - Parameters:
  ///   - range: The memory, in whole blocks.
  ///   - target: The node or the group that it belongs to.
  ///   - usesMemmapOnMemory: Whether the memory is to hold its own map, each
  ///     block its own. Mirrors `MHP_MEMMAP_ON_MEMORY`. Where it can't, kernels
  ///     from 6.6 on add it without, and older ones refuse.
  ///   - onlineType: What becomes of the blocks, or `nil` for what
  ///     `autoOnlineType` says. Mirrors `__add_memory_driver_managed`, which
  ///     kernels have from 7.3 on.
  /// - Throws: `notAddressable`, `overlapsMemory`, `misalignedRange`,
  ///   `noSuchGroup`, `impossibleNode`, `memmapOnMemoryUnsupported` or
  ///   `tooManyBlocks`, looked for in this order; nothing has changed then.
  /// - Complexity: O(*n* + *k*) besides onlining, where *n* is the number of
  ///   blocks that there are and *k* of those that are added.
  public mutating func addMemory(
    _ range: PageRange, to target: MemoryTarget, usesMemmapOnMemory: Bool = false,
    as onlineType: OnlineType? = nil
  ) throws(HotplugError) {
    forgetOnlinedBlocks()
    try checkIsFree(range)
    try checkIsAligned(range)
    var groupID: MemoryGroupID?
    let nodeID: NodeID
    switch target {
    case .node(let id): nodeID = id
    case .group(let id):
      guard let group = model.state.groups[id] else { throw .noSuchGroup }
      groupID = id
      nodeID = group.nodeID
    }
    guard model.state.groups.possibleNodes.contains(nodeID) else { throw .impossibleNode }
    var vmemmapPages: UInt64 = 0
    if usesMemmapOnMemory {
      if supportsMemmapOnMemory(range) {
        vmemmapPages =
          blockPages * geometry.pageMapBytes / geometry.pageSize
      } else if !kernel.addsWithoutOwnMap {
        throw .memmapOnMemoryUnsupported
      }
    }
    let ids = blockIDs(of: range)
    let count = ids.upperBound - ids.lowerBound
    guard count <= maximumAddedBlockCount, addedBlockCount <= maximumAddedBlockCount - count
    else { throw .tooManyBlocks }

    let index = blocks.firstIndex(from: ids.lowerBound)
    blocks.insert(
      ids.lazy.map {
        MemoryBlock(
          id: MemoryBlockID($0), nodeID: nodeID, groupID: groupID,
          vmemmapPages: vmemmapPages)
      }, at: index)
    addedBlockCount += count
    if let groupID {
      // There are at most `Geometry.greatestSectionCount` blocks, which fits.
      model.state.groups.update(groupID) {
        $0.blockCount += UInt32(truncatingIfNeeded: count)
      }
    }
    bringOnline(nodeID)
    autoOnline(from: index, count: count, as: onlineType ?? autoOnlineType)
  }

  /// Whether memory may hold its own map: only blocks can whose map and whose
  /// rest keep to page blocks, and before 6.8 only a single one. Mirrors
  /// `mhp_supports_memmap_on_memory`.
  @inline(__always)
  public func supportsMemmapOnMemory(_ range: PageRange) -> Bool {
    guard parameters.isMemmapOnMemoryEnabled,
      kernel.mapsEachBlock || range.pageCount == blockPages
    else { return false }
    let mapBytes = blockPages * geometry.pageMapBytes
    let pageBlockBytes = geometry.pageBlockPages * geometry.pageSize
    let restBytes = blockPages * geometry.pageSize - mapBytes
    return mapBytes % pageBlockBytes == 0 && restBytes % pageBlockBytes == 0
  }

  /// Mirrors `register_memory_resource`.
  @inline(__always)
  private func checkIsFree(_ range: PageRange) throws(HotplugError) {
    guard range.pageCount > 0, range.isAddressable(in: geometry) else {
      throw .notAddressable
    }
    guard blocks.first(in: blockIDs(of: range)) != nil else { return }
    guard range.isMade(of: blockPages) else {
      // A part of a block may be free beside the fragment that is its memory.
      try checkIsFreeOfFragments(range)
      return
    }
    throw .overlapsMemory
  }

  private func checkIsFreeOfFragments(_ range: PageRange) throws(HotplugError) {
    try forEachBlock(in: range) { (block) throws(HotplugError) in
      // An offline block is all memory, and has no zone for that reason only.
      guard block.isEarly, block.state == .online, block.hasHoles || block.zone == nil
      else { throw .overlapsMemory }
      // Boot memory with holes is never offlined, so it is still online; what
      // fills its sections is among these, the rest among the fragments.
      let pages = pages(of: block.id)
      let start = max(pages.startPFN, range.startPFN)
      let end = min(pages.endPFN, range.endPFN)
      guard !hasEarlyMemory(from: start, to: end) else { throw .overlapsMemory }
    }
  }

  private func hasEarlyMemory(from start: UInt64, to end: UInt64) -> Bool {
    let sectionPages = geometry.pagesPerSection
    if hasFragment(from: start, to: end) { return true }
    var section = start / sectionPages
    while section * sectionPages < end {
      let index = model.state.sections.span.firstIndex(endingAfter: section)
      if !hasFragment(inSectionOf: section * sectionPages),
        index < model.state.sections.count,
        model.state.sections[index].firstSection <= section
      {
        return true
      }
      section += 1
    }
    return false
  }

  /// Mirrors `check_hotplug_memory_range`.
  @inline(__always)
  func checkIsAligned(_ range: PageRange) throws(HotplugError) {
    guard range.pageCount > 0, range.isMade(of: blockPages) else {
      throw .misalignedRange
    }
  }

  /// Brings a node online, its zones empty, unless it is online. Mirrors
  /// `__try_online_node`.
  private mutating func bringOnline(_ id: NodeID) {
    guard model.state.nodes.span.index(forID: id) == nil else { return }
    let index = model.state.nodes.firstIndex { $0.id > id } ?? model.state.nodes.count
    model.insertNode(Node(id: id), at: index)
    nodeExtents.insert(NodeExtent(isFromBoot: false), at: index)
  }

  private mutating func autoOnline(
    from first: Int, count: UInt64, as onlineType: OnlineType
  ) {
    guard onlineType != .offline else { return }
    for index in first..<first + Int(count) {
      blocks[index].onlineType = onlineType
      // The kernel ignores how onlining went, but not that it failed.
      guard (try? onlineDevice(at: index)) != nil else { return }
    }
  }
}

extension PageRange {
  /// Whether the range starts and ends at a multiple of a power of two.
  fileprivate func isMade(of pages: UInt64) -> Bool {
    (startPFN | pageCount) & (pages &- 1) == 0
  }
}
