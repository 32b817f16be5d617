// SPDX-License-Identifier: MIT

import AutoMovable

extension Replay {
  /// Decides what the kernel decided and compares.
  mutating func replay(
    _ decision: CaptureDecision, policy: Policy, in snapshot: CaptureSnapshot
  ) throws(SnapshotError) {
    let pfn = decision.range.startPFN
    guard pfn < Geometry.x86_64.pageCount else {
      throw SnapshotError(field: "pfn", problem: "no memory can be at \(pfn)")
    }
    let block = pfn / blockPages
    let groupID = try sight(decision, in: snapshot)
    bring(block, to: groupID, of: decision.nodeID, in: snapshot)

    let kernel = ReplayAnswer(zone: decision.zone, nodeID: decision.zoneNodeID)
    var mayDiffer = true
    if unsettledDevices.values.contains(true) {
      omit(1, .unknownGroups)
    } else {
      let question = ReplayQuestion(
        policy: policy, onlineType: decision.onlineType, range: decision.range,
        nodeID: decision.nodeID, groupID: groupID)
      observe(
        .decision(snapshot: snapshot.sequence, question: question, kernel: kernel), subject)
      let answer = subject.answer(question)
      mayDiffer = answer != kernel
      report.decisions.add(isEqual: !mayDiffer)
      if mayDiffer {
        tell(.decision(block: block, pfn: pfn, kernel: kernel, replayed: answer), in: snapshot)
      }
    }
    var move = moves[block] ?? BlockMove()
    move.decisions.removeAll { $0.task == decision.task }
    move.decisions.append(
      BlockMove.Decision(
        task: decision.task, onlineType: decision.onlineType, kernel: kernel,
        mayDiffer: mayDiffer))
    moves[block] = move
  }

  /// Counts pages that the kernel counted; once they are a whole block, it goes
  /// online or offline.
  mutating func replay(
    _ adjustment: CaptureAdjustment, _ action: inout PendingAction?,
    in snapshot: CaptureSnapshot
  ) throws(SnapshotError) {
    let range = PageRange(
      startPFN: adjustment.startPFN, pageCount: adjustment.pages.magnitude)
    let offset = try self.offset(of: range)
    let block = range.startPFN / blockPages
    if let address = adjustment.groupAddress, groups[address] == nil {
      omit(1, .unknownGroup)
    }
    var move = moves[block] ?? BlockMove()
    move.memmapPages = move.pages == 0 ? offset : max(move.memmapPages, offset)
    move.pages &+= adjustment.pages
    let whole = Int64(blockPages)
    guard move.pages == whole || move.pages == -whole else {
      moves[block] = move
      return
    }
    let isOnline = move.pages > 0
    move.pages = 0
    let decision =
      move.decisions.last { $0.task == adjustment.task } ?? move.decisions.last
    if isOnline { move.decisions = [] }
    moves[block] = move

    compareMemmap(of: block, move.memmapPages, in: snapshot)
    if !isOnline {
      offline(block, &action, in: snapshot)
    } else if let decision {
      online(block, as: decision, &action, in: snapshot)
    } else {
      omit(1, .unknownZone)
      moves[block]?.isUnknown = true
    }
  }

  /// Where a range starts in its block, all of which it is a part of.
  private func offset(of range: PageRange) throws(SnapshotError) -> UInt64 {
    guard range.startPFN < Geometry.x86_64.pageCount else {
      throw SnapshotError(field: "pfn", problem: "no memory can be at \(range.startPFN)")
    }
    let offset = range.startPFN % blockPages
    guard range.pageCount > 0, range.pageCount <= blockPages - offset else {
      throw SnapshotError(
        field: "adjust",
        problem: "expected 1 to \(blockPages - offset) pages, the rest of the memory block, "
          + "found \(range.pageCount)")
    }
    return offset
  }

  /// Notes the blocks of which only a part was counted.
  mutating func leaveUnfinishedMoves() {
    for (block, move) in moves where move.pages != 0 {
      omit(1, .partOfBlock)
      moves[block]?.isUnknown = true
    }
  }
}

// MARK: Blocks

extension Replay {
  private mutating func online(
    _ block: UInt64, as decision: BlockMove.Decision, _ action: inout PendingAction?,
    in snapshot: CaptureSnapshot
  ) {
    let id = MemoryBlockID(block)
    // What a gap left in a block's online type, the decision's type shows.
    let isActed = action?.isOf(block) == true
    if isActed, !hasGaps || decision.onlineType == .online {
      perform(&action, in: snapshot)
    } else {
      if isActed { action = nil }
      let type = decision.onlineType == .offline ? .online : decision.onlineType
      expectDone(subject.write("\(type.name)", to: .state(id)), .online(block), in: snapshot)
    }
    let kernel = decision.kernel
    guard let current = subject.block(id), current.zone != kernel.zone else { return }
    if !decision.mayDiffer {
      let replayed = current.zone.map { "online in \($0)" } ?? "\(current.state.name)"
      report.operations.add(isEqual: false)
      tell(
        .block(index: block, kernel: "online in \(kernel.zone)", replayed: replayed), in: snapshot)
    }
    force(block, online: true, zone: kernel.zone)
  }

  private mutating func offline(
    _ block: UInt64, _ action: inout PendingAction?, in snapshot: CaptureSnapshot
  ) {
    if action?.isOf(block) == true { return perform(&action, in: snapshot) }
    expectDone(
      subject.write("offline", to: .state(MemoryBlockID(block))), .offline(block),
      in: snapshot)
  }

  /// Brings a block to a state and, as far as that can be asked for, a zone.
  mutating func force(_ block: UInt64, online: Bool, zone: ZoneType?) {
    let id = MemoryBlockID(block)
    guard let current = subject.block(id) else { return }
    if current.state == .online, !online || current.zone != zone {
      _ = subject.write("offline", to: .state(id))
    }
    guard online else { return }
    // The policy may pick a lower kernel zone than a request for one does.
    let types: [OnlineType] = zone == .movable ? [.onlineMovable] : [.onlineKernel, .online]
    for type in types { request(type, of: id, unlessIn: zone) }
    // A refusal of a group's first memory picks a zone by all of the group. Any ratio refuses
    // that is low enough, but 0 does so before it looks at groups.
    guard zone != .movable, subject.block(id)?.zone != zone, current.groupID != nil,
      let ratio = subject.read(.parameter(.autoMovableRatio))
    else { return }
    _ = subject.write("1", to: .parameter(.autoMovableRatio))
    request(.online, of: id, unlessIn: zone)
    _ = subject.write("\(ratio)", to: .parameter(.autoMovableRatio))
  }

  private mutating func request(
    _ type: OnlineType, of id: MemoryBlockID, unlessIn zone: ZoneType?
  ) {
    guard subject.block(id)?.zone != zone else { return }
    if subject.block(id)?.state == .online { _ = subject.write("offline", to: .state(id)) }
    _ = subject.write("\(type.name)", to: .state(id))
  }

  /// Makes sure that a block is there, in its group.
  private mutating func bring(
    _ block: UInt64, to groupID: MemoryGroupID?, of nodeID: NodeID,
    in snapshot: CaptureSnapshot
  ) {
    guard let current = subject.block(MemoryBlockID(block)) else {
      return add(block, to: groupID.map { .group($0) } ?? .node(nodeID), in: snapshot)
    }
    guard !current.isEarly, current.groupID != groupID || current.nodeID != nodeID else {
      return
    }
    move(block, to: groupID.map { .group($0) } ?? .node(nodeID), in: snapshot)
  }

  /// Takes a block from one group to another one: it went and came again, or its
  /// group wasn't known.
  mutating func move(_ block: UInt64, to target: MemoryTarget, in snapshot: CaptureSnapshot) {
    guard let current = subject.block(MemoryBlockID(block)) else { return }
    force(block, online: false, zone: nil)
    expectDone(subject.remove(range(of: block)), .remove(block), in: snapshot)
    add(block, to: target, in: snapshot)
    if current.state == .online { force(block, online: true, zone: current.zone) }
  }

  /// Adds a block as its driver does: a DIMM as a whole, and with its own map
  /// if it can have that; other memory block by block.
  mutating func add(_ block: UInt64, to target: MemoryTarget, in snapshot: CaptureSnapshot) {
    let device = device(of: block, in: snapshot)
    let isDIMM = device?.type == "dimm"
    var range = range(of: block)
    if isDIMM, let device, let pages = pages(of: device) { range = pages }
    let mayHoldMap = isDIMM && snapshot.parameters.texts["memmap_on_memory"] != "N"
    var result = subject.add(range, to: target, usesMemmapOnMemory: mayHoldMap)
    // The driver asks beforehand whether that is possible.
    if mayHoldMap, result < 0 {
      result = subject.add(range, to: target, usesMemmapOnMemory: false)
    }
    expectDone(result, .add(block), in: snapshot)
    for block in range.startPFN / blockPages..<range.endPFN / blockPages {
      let isThere = subject.block(MemoryBlockID(block)) != nil
      report.blocks.add(isEqual: isThere)
      if !isThere {
        tell(.block(index: block, kernel: "added", replayed: "absent"), in: snapshot)
      }
    }
  }

  /// The pages of a DIMM none of which is there, unless they are very many.
  private func pages(of device: CaptureDevice) -> PageRange? {
    let count = device.maximumSize / Geometry.x86_64.pageSize / blockPages
    let first = device.address / Geometry.x86_64.pageSize / blockPages
    guard count > 0, count <= 4096 else { return nil }
    for block in first..<first + count where subject.block(MemoryBlockID(block)) != nil {
      return nil
    }
    return PageRange(
      startPFN: device.address / Geometry.x86_64.pageSize,
      pageCount: device.maximumSize / Geometry.x86_64.pageSize)
  }

  func range(of block: UInt64) -> PageRange {
    PageRange(startPFN: block * blockPages, pageCount: blockPages)
  }

  func device(of block: UInt64, in snapshot: CaptureSnapshot) -> CaptureDevice? {
    let address = block * blockPages * Geometry.x86_64.pageSize
    return snapshot.devices.first { $0.contains(address) }
      ?? devices.first { $0.contains(address) }
  }

  /// Compares the result of what the kernel did with success.
  mutating func expectDone(
    _ result: Int64, _ operation: ReplayOperation, in snapshot: CaptureSnapshot
  ) {
    report.operations.add(isEqual: result >= 0)
    if result < 0 {
      tell(.result(operation: operation, kernel: 0, replayed: result), in: snapshot)
    }
  }

  private mutating func compareMemmap(
    of block: UInt64, _ kernel: UInt64, in snapshot: CaptureSnapshot
  ) {
    guard let replayed = subject.block(MemoryBlockID(block))?.vmemmapPages else { return }
    report.operations.add(isEqual: kernel == replayed)
    guard kernel != replayed else { return }
    tell(
      .block(
        index: block, kernel: "\(kernel) pages of its own map", replayed: "\(replayed)"),
      in: snapshot)
  }
}
