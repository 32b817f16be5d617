// SPDX-License-Identifier: MIT

import AutoMovable

// What properties ask of a machine.
extension HotplugMachine {
  /// The blocks of some that are there.
  func blocks(_ ids: [UInt64]) -> [MemoryBlock] { ids.compactMap { block(MemoryBlockID($0)) } }

  /// The blocks of some that are offline.
  func offlineBlocks(_ ids: [UInt64]) -> [MemoryBlock] {
    blocks(ids).filter { $0.state == .offline }
  }

  /// Where onlining would put a block now; `nil` if there is no such group.
  func zone(for block: MemoryBlock, as type: OnlineType = .online) -> ZoneType? {
    try? onlineDecision(for: block, onlineType: type).zone
  }

  /// The machine with a notifier that agrees to everything.
  var agreeing: HotplugMachine {
    var machine = self
    machine.notifier = MemoryNotifier()
    return machine
  }

  /// The machine's whole state as words, with the state of some blocks.
  func image(_ ids: [UInt64]) -> StateImage {
    var image = StateImage()
    write(&image, blocks: ids)
    return image
  }

  /// Onlines blocks one after the other, by the policy, and says where they went.
  mutating func online(inARow ids: [MemoryBlockID]) -> [ZoneType]? {
    var zones: [ZoneType] = []
    for id in ids {
      guard (try? writeState("online", block: id)) != nil, let zone = block(id)?.zone
      else { return nil }
      zones.append(zone)
    }
    return zones
  }

  /// The kernel's boot memory that counts, and the movable pages, as sums over all
  /// nodes.
  var sums: (early: UInt64, movable: UInt64) {
    var (early, movable): (UInt64, UInt64) = (0, 0)
    for node in state.nodes {
      for type in ZoneType.allCases where node[type].isPopulated {
        if type == .movable {
          movable &+= node[type].presentPages
        } else {
          early &+= node[type].presentEarlyPages &- node[type].cmaPages
          movable &+= node[type].cmaPages
        }
      }
    }
    return (early, movable)
  }
}
