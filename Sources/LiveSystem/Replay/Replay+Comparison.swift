// SPDX-License-Identifier: MIT

import AutoMovable

extension Replay {
  /// Compares what the kernel shows with what the model has come to, and goes
  /// on from the former.
  mutating func compare(_ snapshot: CaptureSnapshot) {
    var differs = changedBlocks(in: snapshot, tells: true) > 0
    for recorded in snapshot.zones {
      let zone = ReplayAnswer(zone: recorded.type, nodeID: recorded.nodeID)
      let modelled = machine?.state.nodes.first { $0.id == zone.nodeID }?[zone.zone] ?? Zone()
      let isSame = [
        compare("present", of: zone, recorded.present, modelled.presentPages, in: snapshot),
        compare(
          "present_early", of: zone, recorded.presentEarly, modelled.presentEarlyPages,
          in: snapshot),
        compare(
          "start_pfn", of: zone, recorded.raw?.startPFN, modelled.startPFN, isSpan: true,
          in: snapshot),
        compare(
          "spanned", of: zone, recorded.raw?.spanned, modelled.spannedPages, isSpan: true,
          in: snapshot),
      ]
      if isSame.contains(false) { differs = true }
    }
    if differs { machine?.adoptCounters(snapshot) }
    machine?.forgetWhatIsGone(in: snapshot)
  }

  private mutating func compare(
    _ name: String, of zone: ReplayAnswer, _ kernel: UInt64?, _ model: UInt64,
    isSpan: Bool = false, in snapshot: CaptureSnapshot
  ) -> Bool {
    guard let kernel else { return true }
    if isSpan {
      report.zoneSpans.add(isEqual: kernel == model)
    } else {
      report.zoneCounters.add(isEqual: kernel == model)
    }
    if kernel == model { return true }
    tell(.zoneCounter(name: name, zone: zone, kernel: kernel, model: model), in: snapshot)
    return false
  }

  /// Compares the state and the zone of every block.
  ///
  /// - Parameter tells: Whether differences are counted and told.
  /// - Returns: The number of blocks that differ.
  mutating func changedBlocks(in snapshot: CaptureSnapshot, tells: Bool = false) -> Int {
    guard let machine else { return 0 }
    var changed = 0
    var unlisted = machine.onlineBlocks
    for block in snapshot.blocks {
      unlisted.remove(block.index)
      let zone = machine.onlineSection(ofBlock: block.index)?.zone
      let isSame = block.isOnline ? zone != nil && block.zone ?? zone == zone : zone == nil
      if !isSame { changed += 1 }
      guard tells else { continue }
      report.blocks.add(isEqual: isSame)
      guard !isSame else { continue }
      let kernel = block.isOnline ? "online in \(block.validZones)" : block.state
      tellBlock(block.index, kernel: kernel, model: zone, in: snapshot)
    }
    changed += unlisted.count
    guard tells else { return changed }
    for index in unlisted.sorted() {
      report.blocks.add(isEqual: false)
      let zone = machine.onlineSection(ofBlock: index)?.zone
      tellBlock(index, kernel: "absent", model: zone, in: snapshot)
    }
    return changed
  }

  private func tellBlock(
    _ index: UInt64, kernel: String, model: ZoneType?, in snapshot: CaptureSnapshot
  ) {
    let model = model.map { "online in \($0)" } ?? "offline"
    tell(.block(index: index, kernel: kernel, model: model), in: snapshot)
  }
}

extension ReplayMachine {
  /// Takes over what a snapshot shows, but keeps the groups' counters as they
  /// are.
  fileprivate mutating func adoptCounters(_ snapshot: CaptureSnapshot) {
    let counters = state.groups
    adopt(snapshot, isBoot: false)
    state.groups = counters
  }

  /// Drops what is known of blocks that were removed.
  mutating func forgetWhatIsGone(in snapshot: CaptureSnapshot) {
    let blocks = Set(snapshot.blocks.map(\.index))
    let perBlock = blockPages / MemoryGeometry.pagesPerSection
    earlySections = earlySections.filter { blocks.contains($0 / perBlock) }
    pending = pending.filter { blocks.contains($0.key) }
    forgetGroups(withoutBlocksIn: blocks)
    findUnsettledDevices(in: snapshot)
  }
}
