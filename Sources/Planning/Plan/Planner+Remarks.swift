// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios

extension Planner {
  /// The warnings, with those about what the last step left.
  ///
  /// - Parameter firstKernelDecision: The decision of that name, if there is one.
  public func allWarnings(
    _ summary: PlanSummary, _ firstKernelDecision: TimedDecision?
  ) -> [PlanWarning] {
    var planner = self
    planner.warnAboutWrites()
    for (device, result) in zip(devices, summary.devices) {
      planner.warn(about: device, result)
    }
    if let firstKernelDecision { planner.warnAboutNearMiss(firstKernelDecision) }
    planner.warnAboutMemoryMap()
    return planner.warnings
  }

  private mutating func warnAboutWrites() {
    guard let first = refusedWrites.first else { return }
    let count = refusedWrites.count
    warn(
      .refusedWrite,
      count == 1
        ? "The kernel refuses what step \(first) writes."
        : "The kernel refuses what \(count) steps write, step \(first) first.")
  }

  private mutating func warn(about device: PlannedDevice, _ result: PlanSummary.Device) {
    let id = device.id
    if device.kind == .virtioMem, device.pluggedBytes < device.requestedBytes {
      warn(
        .unreachable,
        "\(id): \(size(ofBytes: device.requestedBytes)) were asked for, and "
          + "\(size(ofBytes: device.pluggedBytes)) can be plugged: "
          + (result.offlineBytes > 0
            ? "the driver lets no more than "
              + "\(size(ofBytes: offlineThreshold((device.unitPages ?? 0) * machine.geometry.pageSize))) "
              + "be offline."
            : "the rest is no whole unit of \(size(ofBytes: restUnit(of: device))) at its addresses.")
      )
    }
    if device.kind == .virtioMem, result.presentBytes > device.pluggedBytes {
      warn(
        .partlyPlugged,
        "\(id): \(size(ofBytes: device.pluggedBytes)) are plugged, but "
          + "\(size(ofBytes: result.presentBytes)) are present: the policy counts whole memory "
          + "blocks.")
    }
    if result.offlineBytes > 0 {
      warn(
        .offline,
        "\(id): \(size(ofBytes: result.offlineBytes)) are offline; nobody can use them until "
          + "they are onlined.")
    }
    if let zone = lowZone(at: device) {
      warn(
        .belowFourGiB,
        "\(id) is where \(zone.name) of node \(device.nodeID) is: its kernel memory may go there, "
          + "and which zone a block that is refused goes to depends on the whole device.")
    }
    let map = ownMapPages(of: device)
    if map > 0 {
      warn(
        .ownMap,
        "\(id): its blocks hold their own memory map: \(size(map)) of it are memory to nobody "
          + "else, although the policy counts whole blocks.")
    }
    // Elsewhere no kernel memory allows any to be movable, and no boot memory is lacking.
    guard result.kernelBytes > 0, isRatioDecisive else { return }
    if device.kind != .virtioMem {
      warn(
        .idleKernelMemory,
        "\(id): its kernel memory, \(size(ofBytes: result.kernelBytes)), does not allow more "
          + "movable memory. Only a virtio-mem device's does, for itself.")
    }
    warnAboutNode(of: device)
  }

  /// The zone below `ZONE_NORMAL` that a device's kernel memory may go to. Mirrors
  /// `default_kernel_zone_for_pfn`.
  private func lowZone(at device: PlannedDevice) -> ZoneType? {
    guard !device.blocks.isEmpty,
      let node = boot.nodes.first(where: { $0.id == device.nodeID })
    else { return nil }
    let pages = pages(device.blocks)
    // With a group, as many pages are asked for as the device has, wherever the block is in it.
    let times: UInt64 = device.kind == .plain ? 1 : 2
    let asked = PageRange(startPFN: pages.startPFN, pageCount: times * pages.pageCount)
    return [.dma, .dma32].first { node[$0].intersects(asked) }
  }

  /// What the rest that isn't plugged is no whole one of: a sub-block, or a unit.
  private func restUnit(of device: PlannedDevice) -> UInt64 {
    if case .subBlocks(let state) = device.driver,
      device.requestedBytes - device.pluggedBytes < state.size
    {
      return state.size
    }
    return (device.unitPages ?? 0) * machine.geometry.pageSize
  }

  /// Whether the ratio decides on memory that is onlined, now or by `online`.
  private var isRatioDecisive: Bool {
    machine.parameters.policy.onlinePolicy == .autoMovable
      && (machine.autoOnlineType == .online || machine.autoOnlineType == .offline)
  }

  /// The pages of a device that hold their blocks' memory map.
  private func ownMapPages(of device: PlannedDevice) -> UInt64 {
    guard device.usesMemmapOnMemory, machine.parameters.isMemmapOnMemoryEnabled else { return 0 }
    var pages: UInt64 = 0
    machine.forEachBlock(in: self.pages(device.blocks)) { (block) throws(Never) in
      if block.groupID == device.groupID { pages += block.vmemmapPages }
    }
    return pages
  }

  /// Warns if nothing on the device's node can be movable any more, whatever comes.
  private mutating func warnAboutNode(of device: PlannedDevice) {
    let policy = machine.parameters.policy
    guard policy.autoMovableRatio != 0 else { return }
    let scopes: [RatioTest.Scope] =
      policy.isAutoMovableNUMAAware ? [.system, .node(device.nodeID)] : [.system]
    for scope in scopes {
      let test = try? machine.state.ratioTest(
        adding: machine.blockPages, groupID: device.groupID, in: scope, policy: policy)
      guard let test, case .refusedByRequirement = test.outcome else { continue }
      if test.zones.kernelEarlyPages == 0 {
        warn(
          .nodeWithoutBootMemory,
          "Node \(device.nodeID) has no boot memory, and auto_movable_numa_aware is set: none "
            + "of its memory becomes movable, whatever the ratio. Without numa_aware the whole "
            + "machine's boot memory counts.")
      } else {
        let enough = ratioThatLeavesSome(to: device, in: scope)
        warn(
          .exactFit,
          "\(device.id): other devices need all boot memory at \(policy.autoMovableRatio) %, so "
            + "none of its memory becomes movable, not even beside kernel memory of its own."
            + (enough.map { " \($0) % leaves some." } ?? ""))
      }
      return
    }
  }

  /// The smallest ratio at which other devices don't need all boot memory: the higher it is,
  /// the less they need.
  private func ratioThatLeavesSome(
    to device: PlannedDevice, in scope: RatioTest.Scope
  ) -> UInt32? {
    var policy = machine.parameters.policy
    var (tooSmall, enough) = (policy.autoMovableRatio, UInt32(Int32.max))
    while enough > tooSmall, enough - tooSmall > 1 {
      policy.autoMovableRatio = tooSmall + (enough - tooSmall) / 2
      let test = try? machine.state.ratioTest(
        adding: machine.blockPages, groupID: device.groupID, in: scope, policy: policy)
      if let test, case .compared = test.outcome {
        enough = policy.autoMovableRatio
      } else {
        tooSmall = policy.autoMovableRatio
      }
    }
    return enough > tooSmall && enough < UInt32(Int32.max) ? enough : nil
  }

  /// Warns if it is only for absent boot pages that a block isn't movable.
  private mutating func warnAboutNearMiss(_ timed: TimedDecision) {
    let decision = timed.decision
    let test =
      decision.reason == .refusedBySystem
      ? decision.systemTest : decision.reason == .refusedByNode ? decision.nodeTest : nil
    guard let test, case .compared(let kernelPages, let movablePages, let limit) = test.outcome,
      kernelPages > 0, let block = firstKernelBlock
    else { return }
    func isMeant(_ id: NodeID) -> Bool {
      decision.reason == .refusedBySystem || id == decision.nodeID
    }
    var bootPages: UInt64 = 0
    for (index, size) in scenario.nodes.enumerated() where isMeant(NodeID(Int32(index))) {
      bootPages += size.rawValue / machine.geometry.pageSize
    }
    // Contiguous memory and what is movable since boot are no kernel memory, but are there.
    var early: UInt64 = 0
    for node in boot.nodes where isMeant(node.id) {
      for type in ZoneType.allCases { early &+= node[type].presentEarlyPages }
    }
    guard bootPages > early, bootPages - early < machine.blockPages else { return }
    let absent = bootPages - early
    let ratio = UInt64(timed.policy.autoMovableRatio)
    let (product, overflows) = ratio.multipliedReportingOverflow(by: kernelPages + absent)
    guard !overflows, movablePages > limit, movablePages <= product / 100 else { return }
    let enough = (movablePages * 100 + kernelPages - 1) / kernelPages
    warn(
      .nearMiss,
      "\(block.device): block \(block.block) is kernel memory only because \(absent) boot pages "
        + "(\(size(absent))) are absent: the movable memory would be \(size(movablePages - limit)) "
        + "more than \(ratio) % allow. A ratio of \(enough) % allows it.")
  }

  private mutating func warnAboutMemoryMap() {
    let map = memoryMap
    guard map.mapBytes > 0, map.mapBytes >= map.kernelBytes / 4 else { return }
    warn(
      .memoryMap,
      "The kernel's map of memory takes \(size(ofBytes: map.mapBytes)) of its "
        + "\(size(ofBytes: map.kernelBytes)) of kernel memory.")
  }

  private func size(ofBytes bytes: UInt64) -> String {
    size(bytes / machine.geometry.pageSize)
  }
}

extension Planner {
  /// What the map of memory takes, and out of how much, in bytes: a `struct page` for
  /// each page, online or not, all of it in kernel zones. Blocks that hold their own map
  /// don't count.
  public var memoryMap: (mapBytes: UInt64, kernelBytes: UInt64) {
    var (mapped, kernel): (UInt64, UInt64) = (0, 0)
    for node in machine.state.nodes {
      for type in ZoneType.allCases {
        mapped += node[type].presentEarlyPages
        if type != .movable { kernel += node[type].presentPages }
      }
    }
    machine.forEachBlock(
      in: PageRange(startPFN: 0, pageCount: machine.geometry.pageCount)
    ) { (block) throws(Never) in
      if !block.isEarly, block.vmemmapPages == 0 { mapped += machine.blockPages }
    }
    return (mapped * machine.geometry.pageMapBytes, kernel * machine.geometry.pageSize)
  }
}
