// SPDX-License-Identifier: MIT

import AutoMovable

extension Replay {
  /// Adds and removes the offline blocks that came or went, which the kernel
  /// did as it pleased.
  mutating func settle(_ snapshot: CaptureSnapshot) {
    for block in goneBlocks(in: snapshot) {
      guard let current = subject.block(MemoryBlockID(block)), current.state == .offline
      else { continue }
      expectDone(subject.remove(range(of: block)), .remove(block), in: snapshot)
    }
    for block in snapshot.blocks
    where !block.isOnline && subject.block(MemoryBlockID(block.index)) == nil {
      add(block.index, to: target(of: block, in: snapshot), in: snapshot)
    }
    for block in snapshot.blocks where moves[block.index]?.isUnknown == true {
      force(block.index, online: block.isOnline, zone: block.zone)
    }
    unregisterGroups(in: snapshot)
  }

  /// Brings all blocks to where a snapshot has them.
  ///
  /// - Returns: How many were elsewhere.
  mutating func follow(_ snapshot: CaptureSnapshot) -> Int {
    var count = 0
    for block in goneBlocks(in: snapshot) where subject.block(MemoryBlockID(block)) != nil {
      force(block, online: false, zone: nil)
      expectDone(subject.remove(range(of: block)), .remove(block), in: snapshot)
      count += 1
    }
    let changed = snapshot.blocks.filter { !isAsShown($0) }
    // First all go offline, so that none is in the way of another one's zone.
    for block in changed { force(block.index, online: false, zone: nil) }
    for block in changed {
      if subject.block(MemoryBlockID(block.index)) == nil {
        add(block.index, to: target(of: block, in: snapshot), in: snapshot)
      }
      force(block.index, online: block.isOnline, zone: block.zone)
    }
    for block in changed where !isAsShown(block) { lead(block, before: changed) }
    // Memory of no known device that comes later may be in another group.
    deviceGroups[""] = nil
    unregisterGroups(in: snapshot)
    if count + changed.count > 0 { findUnsettledDevices(in: snapshot) }
    return count + changed.count
  }

  /// Brings a block to a zone that only the first memory of its group gets.
  private mutating func lead(_ block: CaptureBlock, before others: [CaptureBlock]) {
    guard let id = subject.block(MemoryBlockID(block.index))?.groupID else { return }
    let peers = others.filter {
      $0.index != block.index && subject.block(MemoryBlockID($0.index))?.groupID == id
    }
    for peer in peers { force(peer.index, online: false, zone: nil) }
    force(block.index, online: block.isOnline, zone: block.zone)
    for peer in peers { force(peer.index, online: peer.isOnline, zone: peer.zone) }
  }

  /// The blocks of the last snapshot, or since then, that a snapshot doesn't
  /// have.
  func goneBlocks(in snapshot: CaptureSnapshot) -> [UInt64] {
    let listed = Set(snapshot.blocks.lazy.map(\.index))
    let gone = Set(blocks).union(moves.keys).subtracting(listed)
    return gone.sorted()
  }

  /// Whether a block is in the state and zone that a snapshot shows.
  func isAsShown(_ block: CaptureBlock) -> Bool {
    guard let current = subject.block(MemoryBlockID(block.index)) else { return false }
    guard block.isOnline else { return current.state == .offline }
    return current.state == .online && current.zone == block.zone
  }

  /// Where memory of a device belongs. Of memory that QEMU knows no device of, mostly
  /// only the node is known.
  private func target(of block: CaptureBlock, in snapshot: CaptureSnapshot) -> MemoryTarget {
    let name = device(of: block.index, in: snapshot)?.id ?? ""
    if let id = deviceGroups[name], subject.group(id) != nil {
      return .group(id)
    }
    return .node(block.nodeID)
  }
}
