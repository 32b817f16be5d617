// SPDX-License-Identifier: MIT

extension HotplugMachine {
  /// Removes memory that is offline; where there is none, nothing is done.
  ///
  /// Mirrors `remove_memory` and `try_remove_memory`.
  ///
  /// - Throws: `misalignedRange`, for which the kernel would panic;
  ///   `blocksNotOffline`; or `wrongGranularity` if a block holds its own map
  ///   and is one of several, or from 6.8 on if not each block of the range is
  ///   there and holds its own. Nothing has changed then.
  /// - Complexity: O(*n*), where *n* is the number of blocks.
  public mutating func removeMemory(_ range: PageRange) throws(HotplugError) {
    try checkIsAligned(range)
    var ownMapCount: UInt64 = 0
    try forEachBlock(in: range) { (block) throws(HotplugError) in
      guard block.state == .offline else { throw .blocksNotOffline }
      if block.vmemmapPages != 0 { ownMapCount += 1 }
    }
    let isAsAdded =
      kernel.mapsEachBlock
      ? ownMapCount == range.pageCount / blockPages : range.pageCount == blockPages
    guard ownMapCount == 0 || isAsAdded else { throw .wrongGranularity }

    // None of them is a boot block that is as it was: that is online.
    let ids = blockIDs(of: range)
    let lower = blocks.firstIndex(from: ids.lowerBound)
    let upper = blocks.firstIndex(from: ids.upperBound)
    guard lower < upper else { return }
    let nodeID = blocks[upper - 1].nodeID
    for index in lower..<upper {
      if !blocks[index].isEarly { addedBlockCount -= 1 }
      guard let groupID = blocks[index].groupID else { continue }
      model.state.groups.update(groupID) { $0.blockCount -= 1 }
    }
    blocks.remove(at: lower..<upper)
    takeOffline(nodeID)
  }

  /// Offlines memory and removes it.
  ///
  /// If a block can't be offlined, the blocks that were offlined for it are
  /// onlined again, to `ZONE_MOVABLE` or to a kernel zone as they were before.
  /// Before 7.3 the same happens if the memory can't be removed; from then on
  /// it stays offline, and nobody is told. Mirrors `offline_and_remove_memory`.
  ///
  /// - Throws: `misalignedRange`, the error of the block that can't be
  ///   offlined, or before 7.3 what `removeMemory` throws.
  public mutating func offlineAndRemoveMemory(
    _ range: PageRange
  ) throws(HotplugError) {
    forgetOnlinedBlocks()
    guard !kernel.ignoresFailedRemoval else {
      return try offlineAndRemoveMemory(ranges: [range])
    }
    try checkIsAligned(range)
    var offlined: [OfflinedBlock] = []
    do {
      try offline(range, &offlined)
      try removeMemory(range)
    } catch {
      online(offlined)
      throw error
    }
  }

  /// Offlines memory and removes it, all of it or none.
  ///
  /// No range is removed before each is offline. If a block can't be offlined,
  /// the blocks of all ranges that were offlined for it are onlined again, to
  /// `ZONE_MOVABLE` or to a kernel zone as they were before. Of ranges that
  /// can't be removed nobody is told; they stay offline. Mirrors
  /// `offline_and_remove_memory_ranges`, which kernels have from 7.3 on.
  ///
  /// - Parameter ranges: Memory in whole blocks, in any order.
  /// - Throws: `misalignedRange`, also if there is no range, or the error of the
  ///   block that can't be offlined.
  public mutating func offlineAndRemoveMemory(
    ranges: [PageRange]
  ) throws(HotplugError) {
    forgetOnlinedBlocks()
    guard !ranges.isEmpty else { throw .misalignedRange }
    for range in ranges { try checkIsAligned(range) }
    var offlined: [OfflinedBlock] = []
    do {
      for range in ranges { try offline(range, &offlined) }
    } catch {
      online(offlined)
      onlinedBlocks.sortRuns()
      throw error
    }
    for range in ranges { try? removeMemory(range) }
  }

  /// A block that was online, and the type that onlines it to where it was.
  private struct OfflinedBlock {
    let id: MemoryBlockID
    let onlineType: OnlineType
  }

  /// Offlines the blocks of a range that are online, up to one that can't be.
  private mutating func offline(
    _ range: PageRange, _ offlined: inout [OfflinedBlock]
  ) throws(HotplugError) {
    var ids = blockIDs(of: range)
    while let id = blocks.first(in: ids)?.id, let index = blocks.touch(id) {
      let onlineType = onlineTypeAsIs(id)
      if try offlineDevice(at: index) == .changed {
        offlined.append(OfflinedBlock(id: id, onlineType: onlineType))
      }
      ids = id.rawValue + 1..<ids.upperBound
    }
  }

  /// Onlines blocks again, in the order in which they went offline; one that
  /// can't be stays offline.
  private mutating func online(_ offlined: [OfflinedBlock]) {
    for block in offlined {
      guard let index = blocks.touch(block.id) else { continue }
      blocks[index].onlineType = block.onlineType
      _ = try? onlineDevice(at: index)
    }
  }

  /// The type that onlines a block to the kind of zone that its first page is
  /// in. Mirrors `try_offline_memory_block`.
  private func onlineTypeAsIs(_ id: MemoryBlockID) -> OnlineType {
    let section = geometry.section(ofPFN: pages(of: id).startPFN)
    let index = model.state.sections.span.firstIndex(endingAfter: section)
    guard index < model.state.sections.count,
      model.state.sections[index].firstSection <= section,
      model.state.sections[index].zone == .movable
    else { return .onlineKernel }
    return .onlineMovable
  }

  /// Takes a node offline if nothing keeps it online. Mirrors
  /// `try_offline_node`.
  private mutating func takeOffline(_ id: NodeID) {
    guard let index = model.state.nodes.span.index(forID: id),
      !nodeExtents[index].isFromBoot, nodeExtents[index].spannedPages == 0,
      !blocks.touched.contains(where: { $0.nodeID == id })
    else { return }
    model.removeNode(at: index)
    nodeExtents.remove(at: index)
  }
}
