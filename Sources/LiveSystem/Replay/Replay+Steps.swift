// SPDX-License-Identifier: MIT

import AutoMovable

extension Replay {
  /// Decides what the kernel decided and compares.
  mutating func replay(
    _ decision: CaptureDecision, policy: Policy, in snapshot: CaptureSnapshot
  ) throws(SnapshotError) {
    guard var machine else { return }
    defer { self.machine = machine }
    let pfn = decision.range.startPFN
    guard pfn / MemoryGeometry.pagesPerSection < MemoryGeometry.sectionCount else {
      throw SnapshotError(field: "pfn", problem: "no memory can be at \(pfn)")
    }
    let kernel = ReplayAnswer(zone: decision.zone, nodeID: decision.zoneNodeID)
    let groupID = try sight(decision, in: snapshot, &machine)

    if machine.unsettledDevices.values.contains(true) {
      omit(1, .unknownGroups)
    } else {
      let question = ReplayQuestion(
        policy: policy, onlineType: decision.onlineType, range: decision.range,
        nodeID: decision.nodeID, groupID: groupID)
      observe(
        .decision(
          snapshot: snapshot.sequence, question: question, state: machine.state, kernel: kernel))
      let answer = model.decide(question, in: machine.state)
      report.decisions.add(isEqual: answer == kernel)
      if answer != kernel {
        tell(.decision(pfn: pfn, kernel: kernel, model: answer), in: snapshot)
      }
    }

    let block = machine.block(of: pfn)
    machine.pending[block, default: []].removeAll { $0.task == decision.task }
    machine.pending[block, default: []].append(
      ReplayMachine.PendingZone(task: decision.task, answer: kernel))
  }

  /// Finds the decision's group and compares its counters.
  private mutating func sight(
    _ decision: CaptureDecision, in snapshot: CaptureSnapshot,
    _ machine: inout ReplayMachine
  ) throws(SnapshotError) -> MemoryGroupID? {
    guard let recorded = decision.group else { return nil }
    let sighting: ReplayMachine.Sighting
    do {
      sighting = try machine.sight(
        recorded, at: decision.range.startPFN, devices: snapshot.devices + machine.devices)
    } catch {
      throw SnapshotError(field: "group", problem: "no kernel registers such a group: \(error)")
    }
    guard case .known(let id) = sighting else {
      if case .adopted(let id) = sighting { return id }
      return nil
    }
    guard let modelled = machine.state.groups[id] else { return id }
    for (name, kernel, model) in [
      ("present_kernel_pages", recorded.presentKernelPages, modelled.presentKernelPages),
      ("present_movable_pages", recorded.presentMovablePages, modelled.presentMovablePages),
    ] {
      report.groupCounters.add(isEqual: kernel == model)
      if kernel != model {
        tell(
          .groupCounter(
            name: name, group: recorded.address.hexadecimal, pfn: decision.range.startPFN,
            kernel: kernel,
            model: model),
          in: snapshot)
      }
    }
    machine.state.groups.update(id) {
      $0.presentKernelPages = recorded.presentKernelPages
      $0.presentMovablePages = recorded.presentMovablePages
    }
    return id
  }

  /// Counts pages that the kernel counted.
  mutating func replay(
    _ adjustment: CaptureAdjustment, in snapshot: CaptureSnapshot
  ) throws(SnapshotError) {
    guard var machine else { return }
    defer { self.machine = machine }
    let range = PageRange(
      startPFN: adjustment.startPFN, pageCount: adjustment.pages.magnitude)
    try check(range, blockPages: machine.blockPages)
    let block = machine.block(of: range.startPFN)

    guard
      let zone = machine.zone(
        ofBlock: block, task: adjustment.task, isOnline: adjustment.pages > 0)
    else {
      omit(1, .unknownZone)
      return
    }
    var groupID: MemoryGroupID?
    if let address = adjustment.groupAddress {
      groupID = machine.groups[address]?.id
      // The zone is counted all the same.
      if groupID == nil { omit(1, .unknownGroup) }
    }
    if adjustment.pages > 0 { machine.pending[block] = nil }
    let section = range.startPFN / MemoryGeometry.pagesPerSection
    machine.apply(
      ReplayChange(
        pages: adjustment.pages, zone: zone.zone, nodeID: zone.nodeID,
        isEarly: machine.earlySections.contains(section), groupID: groupID),
      to: range, model: model)
  }

  private func check(_ range: PageRange, blockPages: UInt64) throws(SnapshotError) {
    guard range.startPFN / MemoryGeometry.pagesPerSection < MemoryGeometry.sectionCount else {
      throw SnapshotError(field: "pfn", problem: "no memory can be at \(range.startPFN)")
    }
    let offset = range.startPFN % blockPages
    guard range.pageCount > 0, range.pageCount <= blockPages - offset else {
      throw SnapshotError(
        field: "adjust",
        problem: "expected 1 to \(blockPages - offset) pages, the rest of the memory block, "
          + "found \(range.pageCount)")
    }
  }
}

extension ReplayMachine {
  /// The zone of pages that go online or offline: that of the block's online
  /// pages, else the one that the task decided on.
  fileprivate func zone(ofBlock block: UInt64, task: String?, isOnline: Bool) -> ReplayAnswer? {
    if let section = onlineSection(ofBlock: block) {
      return ReplayAnswer(zone: section.zone, nodeID: section.nodeID)
    }
    guard isOnline, let decisions = pending[block] else { return nil }
    return (decisions.last { $0.task == task } ?? decisions.last)?.answer
  }
}
