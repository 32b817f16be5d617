// SPDX-License-Identifier: MIT

import AutoMovable

// What the virtio-mem driver does when its device is asked for another size. Mirrors
// `virtio_mem_run_wq`.
extension Planner {
  /// A page block, in bytes. Mirrors `pageblock_nr_pages`.
  var pageBlockBytes: UInt64 {
    machine.geometry.pageBlockPages * machine.geometry.pageSize
  }

  /// The smallest sub-block: a page block, and before 5.19 `MAX_ORDER_NR_PAGES`.
  var smallestSubBlock: UInt64 {
    guard boot.kernel < KernelVersion(5, 19), let architecture = machine.geometry.architecture
    else { return pageBlockBytes }
    return max(pageBlockBytes, architecture.largestOrderPages * machine.geometry.pageSize)
  }

  /// What QEMU lets a guest use beyond what it asks for, in bytes. Mirrors
  /// `VIRTIO_MEM_USABLE_EXTENT`.
  private var usableExtent: UInt64 {
    switch machine.geometry.architecture {
    case .arm64With64KiB, .arm64With16KiB, .arm64With4KiB: 1 << 30
    default: 256 << 20
    }
  }

  /// Has a device become as large as it was asked to, as far as it can.
  mutating func settle(_ index: Int) throws(PlanError) {
    let (requested, plugged) = (devices[index].requestedBytes, devices[index].pluggedBytes)
    guard requested != plugged else { return }
    let grows = requested > plugged
    let difference = grows ? requested - plugged : plugged - requested
    let bytes: UInt64
    // The state is taken out meanwhile, so that what is in it isn't copied.
    let driver = devices[index].driver
    devices[index].driver = .whole
    switch driver {
    case .whole: return
    case .subBlocks(var state):
      defer { devices[index].driver = .subBlocks(state) }
      let count = difference / state.size
      bytes =
        state.size * (grows ? try plug(count, &state, of: index) : unplug(count, &state))
    case .bigBlocks(var state):
      defer { devices[index].driver = .bigBlocks(state) }
      let unit = state.blocksPerUnit * blockBytes
      let count = difference / unit
      bytes = unit * (grows ? try plug(count, &state, of: index) : unplug(count, &state))
    }
    devices[index].pluggedBytes = grows ? plugged + bytes : plugged - bytes
  }

  /// How much may be offline. Mirrors `offline_threshold`.
  func offlineThreshold(_ unitBytes: UInt64) -> UInt64 { max(1 << 30, 2 * unitBytes) }

  /// How many units may be added while so many blocks are offline. Mirrors
  /// `virtio_mem_could_add_memory`.
  private func addable(_ unitBytes: UInt64, offlineCount: UInt64) -> UInt64 {
    let threshold = offlineThreshold(unitBytes)
    let offline = offlineCount * blockBytes
    guard offline + unitBytes <= threshold else { return 0 }
    return machine.autoOnlineType == .offline ? (threshold - offline) / unitBytes : .max
  }

  /// The number past the last block that the device lets the driver use.
  private func usableEnd(of index: Int, unitBytes: UInt64) -> UInt64 {
    let addresses = devices[index].addresses
    let usable = min(
      devices[index].requestedBytes + usableExtent,
      addresses.upperBound - addresses.lowerBound)
    return (addresses.lowerBound + usable) / unitBytes * (unitBytes / blockBytes)
  }

  private mutating func add(
    _ blocks: Range<UInt64>, of index: Int, counting offlineCount: inout UInt64
  ) throws(PlanError) {
    do throws(HotplugError) {
      let online = try add(blocks, of: index)
      offlineCount += blocks.upperBound - blocks.lowerBound - online
    } catch {
      if let error = limitError(error, devices[index].id) { throw error }
      throw PlanError(devices[index].id, "the kernel can't add its memory: \(error)")
    }
  }
}

// MARK: Sub Block Mode

extension Planner {
  /// In which order blocks are looked at: those that are offline, in kernel zones or
  /// movable.
  private enum BlockClass {
    case offline, kernel, movable
  }

  private func blockClass(_ block: UInt64) -> BlockClass {
    switch machine.block(MemoryBlockID(block))?.zone {
    case nil: .offline
    case .movable: .movable
    default: .kernel
    }
  }

  /// Plugs sub-blocks. Mirrors `virtio_mem_sbm_plug_request`.
  ///
  /// - Returns: How many.
  private mutating func plug(
    _ count: UInt64, _ state: inout SubBlocks, of index: Int
  ) throws(PlanError) -> UInt64 {
    let perBlock = UInt64(state.perBlock)
    var rest = count
    for kind in [BlockClass.kernel, .movable, .offline] {
      for position in state.partial
      where rest > 0 && blockClass(state.block(at: position)) == kind {
        let part = min(rest, perBlock - UInt64(state.plugged[position]))
        state.set(state.plugged[position] + UInt16(part), at: position)
        rest -= part
      }
    }
    var position = 0
    while rest > 0, state.unusedCount > 0, position < state.plugged.count {
      guard state.plugged[position] == 0 else {
        position += 1
        continue
      }
      let most = min(
        (rest + perBlock - 1) / perBlock,
        addable(blockBytes, offlineCount: state.offlineCount))
      guard most > 0 else { return count - rest }
      let first = position
      while position < state.plugged.count, state.plugged[position] == 0,
        UInt64(position - first) < most
      {
        let part = min(rest, perBlock)
        state.set(UInt16(part), at: position)
        rest -= part
        position += 1
      }
      try add(
        state.block(at: first)..<state.block(at: position), of: index,
        counting: &state.offlineCount)
    }
    while rest > 0 {
      let end = usableEnd(of: index, unitBytes: blockBytes)
      let first = state.nextBlock
      let blockCount = min(
        (rest + perBlock - 1) / perBlock, end > first ? end - first : 0,
        addable(blockBytes, offlineCount: state.offlineCount))
      guard blockCount > 0 else { break }
      let part = min(rest, blockCount * perBlock)
      state.append(blockCount, plugging: part)
      rest -= part
      try add(first..<first + blockCount, of: index, counting: &state.offlineCount)
    }
    return count - rest
  }

  /// Unplugs sub-blocks. Mirrors `virtio_mem_sbm_unplug_request`.
  ///
  /// - Returns: How many.
  private mutating func unplug(_ count: UInt64, _ state: inout SubBlocks) -> UInt64 {
    isCertain = false
    var rest = count
    let classes: [(kind: BlockClass, isPartial: Bool)] = [
      (.offline, true), (.offline, false), (.movable, true), (.kernel, true),
      (.movable, false), (.kernel, false),
    ]
    for (kind, isPartial) in classes where rest > 0 {
      if isPartial {
        for position in state.partial.reversed() where rest > 0 {
          unplug(&rest, at: position, kind, &state)
        }
      } else {
        var position = state.plugged.count
        while position > 0, rest > 0 {
          position -= 1
          if state.plugged[position] == state.perBlock {
            unplug(&rest, at: position, kind, &state)
          }
        }
      }
    }
    return count - rest
  }

  /// Unplugs what is to be unplugged of a block, if it is of a kind.
  private mutating func unplug(
    _ rest: inout UInt64, at position: Int, _ kind: BlockClass, _ state: inout SubBlocks
  ) {
    let block = state.block(at: position)
    guard blockClass(block) == kind else { return }
    let part = min(rest, UInt64(state.plugged[position]))
    rest -= part
    state.set(state.plugged[position] - UInt16(part), at: position)
    guard state.plugged[position] == 0 else { return }
    if kind == .offline { state.offlineCount -= 1 }
    remove(block..<block + 1)
  }
}

// MARK: Big Block Mode

extension Planner {
  /// Plugs big blocks. Mirrors `virtio_mem_bbm_plug_request`.
  ///
  /// - Returns: How many.
  private mutating func plug(
    _ count: UInt64, _ state: inout BigBlocks, of index: Int
  ) throws(PlanError) -> UInt64 {
    let unitBytes = state.blocksPerUnit * blockBytes
    var rest = count
    for unit in state.isAdded.indices where rest > 0 && !state.isAdded[unit] {
      guard addable(unitBytes, offlineCount: state.offlineCount) > 0 else {
        return count - rest
      }
      state.isAdded[unit] = true
      rest -= 1
      try add(state.blocks(of: unit), of: index, counting: &state.offlineCount)
    }
    let end = usableEnd(of: index, unitBytes: unitBytes)
    while rest > 0 {
      let unit = state.isAdded.count
      guard state.blocks(of: unit).upperBound <= end else { break }
      // As many at once as may be: each is still decided on after the one before.
      let room = (end - state.blocks(of: unit).lowerBound) / state.blocksPerUnit
      let unitCount = min(
        rest, room, addable(unitBytes, offlineCount: state.offlineCount))
      guard unitCount > 0 else { break }
      state.isAdded += Array(repeating: true, count: Int(unitCount))
      rest -= unitCount
      let first = state.blocks(of: unit).lowerBound
      try add(
        first..<first + unitCount * state.blocksPerUnit, of: index,
        counting: &state.offlineCount)
    }
    return count - rest
  }

  /// Unplugs big blocks. Mirrors `virtio_mem_bbm_unplug_request`.
  ///
  /// - Returns: How many.
  private mutating func unplug(_ count: UInt64, _ state: inout BigBlocks) -> UInt64 {
    isCertain = false
    var rest = count
    for pass in 0..<3 {
      for unit in state.isAdded.indices.reversed() where rest > 0 && state.isAdded[unit] {
        let classes = state.blocks(of: unit).map(blockClass)
        if pass == 0, classes.contains(where: { $0 != .offline }) { continue }
        if pass == 1, classes.contains(.kernel) { continue }
        state.isAdded[unit] = false
        rest -= 1
        state.offlineCount -= UInt64(classes.count { $0 == .offline })
        remove(state.blocks(of: unit))
      }
    }
    return count - rest
  }
}

// MARK: Blocks that are written by hand

extension Planner {
  /// Tells a device's driver that a block went online or offline. Mirrors
  /// `virtio_mem_memory_notifier_cb`.
  mutating func notify(_ index: Int, isOnline: Bool) throws(PlanError) {
    let unitBytes: UInt64
    let offlineCount: UInt64
    switch devices[index].driver {
    case .whole: return
    case .subBlocks(var state):
      devices[index].driver = .whole
      state.offlineCount = isOnline ? state.offlineCount - 1 : state.offlineCount + 1
      (unitBytes, offlineCount) = (blockBytes, state.offlineCount)
      devices[index].driver = .subBlocks(state)
    case .bigBlocks(var state):
      devices[index].driver = .whole
      state.offlineCount = isOnline ? state.offlineCount - 1 : state.offlineCount + 1
      (unitBytes, offlineCount) = (state.blocksPerUnit * blockBytes, state.offlineCount)
      devices[index].driver = .bigBlocks(state)
    }
    // Half the room for offline memory is free again, so the driver tries once more.
    let threshold = offlineThreshold(unitBytes)
    if isOnline, offlineCount * blockBytes + threshold / 2 <= threshold,
      devices[index].requestedBytes > devices[index].pluggedBytes
    {
      try settle(index)
    }
  }
}
