// SPDX-License-Identifier: MIT

import AutoMovable

extension Replay {
  /// Compares what the kernel shows with what the subject has come to.
  mutating func compare(_ snapshot: CaptureSnapshot) {
    compareBlocks(in: snapshot)
    compareNodes(in: snapshot)
    compareGroups(in: snapshot)
    compareReading(in: snapshot)
    let changed = snapshot.blocks.filter { !isAsShown($0) }
    for block in changed { force(block.index, online: block.isOnline, zone: block.zone) }
  }

  private mutating func compareBlocks(in snapshot: CaptureSnapshot) {
    for block in snapshot.blocks {
      let current = subject.block(MemoryBlockID(block.index))
      let isSame =
        isAsShown(block)
        && (block.nodes.isEmpty || block.nodes.contains(current?.nodeID.rawValue ?? -1))
      report.blocks.add(isEqual: isSame)
      if !isSame {
        var kernel = block.isOnline ? "online in \(block.validZones)" : block.state
        if let current, !block.nodes.contains(current.nodeID.rawValue) {
          kernel += " on nodes \(block.nodes), not on \(current.nodeID.rawValue)"
        }
        tellBlock(block.index, kernel: kernel, current, in: snapshot)
      }
      // Where an offline block would go depends on its group, and on the dynamic ones.
      if hasGaps, let current, current.state == .offline,
        unsettledDevices.values.contains(true) || !current.isEarly && current.groupID == nil
      {
        continue
      }
      compareText(block.validZones, .validZones(MemoryBlockID(block.index)), in: snapshot)
    }
    for index in absentBlocks(in: snapshot) {
      guard let current = subject.block(MemoryBlockID(index)) else { continue }
      report.blocks.add(isEqual: false)
      tellBlock(index, kernel: "absent", current, in: snapshot)
    }
  }

  /// Numbers of blocks that a snapshot doesn't have: those that were there, and
  /// the ends of what is between those that are.
  private func absentBlocks(in snapshot: CaptureSnapshot) -> [UInt64] {
    let listed = snapshot.blocks.map(\.index).sorted()
    var absent = Set(goneBlocks(in: snapshot))
    for (index, block) in listed.enumerated() {
      let next = index + 1 < listed.count ? listed[index + 1] : .max
      guard block + 1 < next else { continue }
      absent.insert(block + 1)
      if next != .max { absent.insert(next - 1) }
    }
    return absent.sorted()
  }

  private func tellBlock(
    _ index: UInt64, kernel: String, _ current: MemoryBlock?, in snapshot: CaptureSnapshot
  ) {
    let replayed =
      current.map { block in
        block.state == .online
          ? "online in \(block.zone.map { "\($0)" } ?? "none")" : "offline"
      } ?? "absent"
    tell(.block(index: index, kernel: kernel, replayed: replayed), in: snapshot)
  }

  /// Compares a text that the kernel printed with what reading the file gives.
  mutating func compareText(
    _ kernel: String, _ file: ReplayFile, in snapshot: CaptureSnapshot
  ) {
    let replayed = subject.read(file)
    let isSame = replayed?.isLine(kernel) ?? false
    report.texts.add(isEqual: isSame)
    guard !isSame else { return }
    tell(
      .text(file: file, kernel: kernel, replayed: replayed.map { "\($0)" } ?? "absent"),
      in: snapshot)
  }

  /// Compares the text that the action read.
  private mutating func compareReading(in snapshot: CaptureSnapshot) {
    guard let (block, text) = snapshot.action.reading else { return }
    compareText(text, .validZones(block), in: snapshot)
  }
}

// MARK: Nodes and zones

extension Replay {
  /// Compares the boot memory that the kernel's log has with what the machine was
  /// booted with.
  mutating func compareBootMemory(in snapshot: CaptureSnapshot) {
    guard let recorded = snapshot.bootMemory else { return }
    let kernel = recorded.map { BootMemory($0.range, nodeID: $0.nodeID) }
    let model = ReplayBoot(snapshot, of: meta).memory ?? []
    for run in kernel {
      report.nodes.add(isEqual: model.contains(run))
      if !model.contains(run) { tell(.bootMemory(run, isKernels: true), in: snapshot) }
    }
    for run in model where !kernel.contains(run) {
      report.nodes.add(isEqual: false)
      tell(.bootMemory(run, isKernels: false), in: snapshot)
    }
  }
}

extension Replay {
  private mutating func compareNodes(in snapshot: CaptureSnapshot) {
    let (nodes, extents) = (subject.nodes, subject.nodeExtents)
    var rest = snapshot.zones[...]
    var known = 0
    while let first = rest.first {
      let zones = rest.prefix { $0.nodeID == first.nodeID }
      rest = rest[zones.endIndex...]
      let index = nodes.firstIndex { $0.id == first.nodeID }
      report.nodes.add(isEqual: index != nil)
      if let index {
        known += 1
        compare(zones, nodes[index], extents[index], in: snapshot)
      } else {
        tell(.node(first.nodeID, kernel: "online", replayed: "offline"), in: snapshot)
      }
    }
    guard known < nodes.count else { return }
    for node in nodes where !snapshot.zones.contains(where: { $0.nodeID == node.id }) {
      report.nodes.add(isEqual: false)
      tell(.node(node.id, kernel: "offline", replayed: "online"), in: snapshot)
    }
  }

  private mutating func compare(
    _ zones: ArraySlice<CaptureZone>, _ node: Node, _ extent: NodeExtent,
    in snapshot: CaptureSnapshot
  ) {
    var total: UInt64 = 0
    var span: (start: UInt64, end: UInt64)? = (.max, 0)
    for recorded in zones {
      let replayed = node[recorded.type]
      let zone = ReplayAnswer(zone: recorded.type, nodeID: node.id)
      compare(
        .zone(.present, zone), recorded.present, replayed.presentPages, in: snapshot)
      if let early = recorded.presentEarly {
        compare(
          .zone(.presentEarly, zone), early, replayed.presentEarlyPages, in: snapshot)
      }
      if let cma = recorded.cma {
        compare(.zone(.cma, zone), cma, replayed.cmaPages, in: snapshot)
      }
      total &+= recorded.present
      guard let start = recorded.raw?.startPFN, let spanned = recorded.raw?.spanned else {
        span = nil
        continue
      }
      compare(.zone(.startPFN, zone), start, replayed.startPFN, in: snapshot)
      compare(.zone(.spanned, zone), spanned, replayed.spannedPages, in: snapshot)
      if spanned > 0, let known = span {
        span = (min(known.start, start), max(known.end, start &+ spanned))
      }
    }
    if let recorded = snapshot.nodes.first(where: { $0.nodeID == node.id }) {
      compare(.node(.present, node.id), recorded.present, extent.presentPages, in: snapshot)
      compare(.node(.startPFN, node.id), recorded.startPFN, extent.startPFN, in: snapshot)
      compare(.node(.spanned, node.id), recorded.spanned, extent.spannedPages, in: snapshot)
      return
    }
    // The kernel keeps a node's size and span so that they are its zones'.
    compare(.node(.present, node.id), total, extent.presentPages, in: snapshot)
    guard let span else { return }
    let start = span.end == 0 ? 0 : span.start
    compare(.node(.startPFN, node.id), start, extent.startPFN, in: snapshot)
    compare(.node(.spanned, node.id), span.end &- start, extent.spannedPages, in: snapshot)
  }

  /// Compares a counter; one that is as wrong as before isn't told again.
  mutating func compare(
    _ counter: ReplayDifference.Counter, at pfn: UInt64? = nil, _ kernel: UInt64,
    _ replayed: UInt64, in snapshot: CaptureSnapshot
  ) {
    let isEqual = kernel == replayed
    report.add(isEqual: isEqual, counter)
    guard !isEqual || !toldDeltas.isEmpty else { return }
    let delta = kernel &- replayed
    guard toldDeltas[counter] ?? 0 != delta else { return }
    toldDeltas[counter] = isEqual ? nil : delta
    if !isEqual {
      tell(.counter(counter, pfn: pfn, kernel: kernel, replayed: replayed), in: snapshot)
    }
  }
}
