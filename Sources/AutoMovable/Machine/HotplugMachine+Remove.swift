// SPDX-License-Identifier: MIT

extension HotplugMachine {
  /// Removes memory that is offline; where there is none, nothing is done.
  ///
  /// Mirrors `remove_memory` and `try_remove_memory`.
  ///
  /// - Throws: `misalignedRange`, for which the kernel would panic;
  ///   `blocksNotOffline`, or `wrongGranularity` if one of several blocks holds
  ///   its own map. Nothing has changed then.
  /// - Complexity: O(*n*), where *n* is the number of blocks.
  public mutating func removeMemory(_ range: PageRange) throws(HotplugError) {
    try checkIsAligned(range)
    var holdsOwnMap = false
    try forEachBlock(in: range) { (block) throws(HotplugError) in
      guard block.state == .offline else { throw .blocksNotOffline }
      if block.vmemmapPages != 0 { holdsOwnMap = true }
    }
    guard !holdsOwnMap || range.pageCount == blockPages else {
      throw .wrongGranularity
    }

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
  /// If a block can't be offlined, or the memory can't be removed, the blocks
  /// that were offlined for it are onlined again, to `ZONE_MOVABLE` or to a
  /// kernel zone as they were before. Mirrors `offline_and_remove_memory`.
  ///
  /// - Throws: `misalignedRange`, the error of the block that can't be
  ///   offlined, or what `removeMemory` throws.
  public mutating func offlineAndRemoveMemory(
    _ range: PageRange
  ) throws(HotplugError) {
    forgetOnlinedBlocks()
    try checkIsAligned(range)
    var offlined: [(id: MemoryBlockID, onlineType: OnlineType)] = []
    var ids = blockIDs(of: range)
    do {
      while let id = blocks.first(in: ids)?.id, let index = blocks.touch(id) {
        let onlineType = onlineTypeAsIs(id)
        if try offlineDevice(at: index) == .changed {
          offlined.append((id, onlineType))
        }
        ids = id.rawValue + 1..<ids.upperBound
      }
      try removeMemory(range)
    } catch {
      for (id, onlineType) in offlined {
        if let index = blocks.touch(id) {
          blocks[index].onlineType = onlineType
          _ = try? onlineDevice(at: index)
        }
      }
      throw error
    }
  }

  /// The type that onlines a block to the kind of zone that its first page is
  /// in. Mirrors `try_offline_memory_block`.
  private func onlineTypeAsIs(_ id: MemoryBlockID) -> OnlineType {
    let section = pages(of: id).startPFN / MemoryGeometry.pagesPerSection
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
