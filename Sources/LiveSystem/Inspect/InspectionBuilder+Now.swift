// SPDX-License-Identifier: MIT

import AutoMovable

extension InspectionBuilder {
  /// The machine with the counters that the files have now, as boot could leave it.
  ///
  /// Boot leaves no zones of a node whose spans meet, as Normal and Movable have after
  /// hotplug. Then spans are those of boot memory.
  mutating func machineOfNow(
    _ boot: ReplayBoot, _ early: [[UInt64]]
  ) -> ReplayBoot {
    var now = boot
    for (index, pages) in early.enumerated() {
      for (type, count) in zip(ZoneType.allCases, pages) {
        nodes[index][type].presentEarlyPages = count
      }
    }
    now.nodes = nodes
    let offline = blocks.filter { $0.device == nil && !$0.block.isOnline }.map(\.block.index)
    now.memory = boot.memory?.without(Set(offline), blockPages: blockPages)
    if canBoot(now) { return now }
    for (index, node) in boot.nodes.enumerated() {
      for type in ZoneType.allCases {
        now.nodes[index][type].startPFN = node[type].startPFN
        now.nodes[index][type].spannedPages = node[type].spannedPages
      }
    }
    warn(
      "spans",
      "the spans in machine are those of boot memory, as a machine that starts with "
        + "today's can't be")
    if canBoot(now) { return now }
    now.memory = boot.memory
    for (index, node) in boot.nodes.enumerated() {
      for type in ZoneType.allCases {
        now.nodes[index][type].presentEarlyPages = node[type].presentEarlyPages
      }
    }
    warn(
      "moved",
      "boot memory that was moved to another zone by hand is in its old one in machine, as no "
        + "machine starts like that; --trace has it where it is")
    return now
  }

  private func canBoot(_ boot: ReplayBoot) -> Bool {
    do throws(BootError) {
      _ = try boot.machine(possibleNodes: record.possibleNodes)
      return true
    } catch {
      return false
    }
  }
}

extension [BootMemory] {
  /// The runs without what is in some blocks.
  fileprivate func without(_ blocks: Set<UInt64>, blockPages: UInt64) -> [BootMemory] {
    guard !blocks.isEmpty else { return self }
    var memory: [BootMemory] = []
    for run in self {
      var start = run.pages.startPFN
      while start < run.pages.endPFN {
        let end = Swift.min((start / blockPages + 1) * blockPages, run.pages.endPFN)
        if !blocks.contains(start / blockPages) { memory.append(start..<end, of: run.nodeID) }
        start = end
      }
    }
    return memory
  }
}

// MARK: What the files don't say

extension InspectionBuilder {
  /// The fields of a machine that the files don't say.
  func inferredFields(_ machine: ReplayBoot) -> [InferredField] {
    var fields: [InferredField] = []
    let said = Set(record.settings.map(\.path))
    func add(_ path: String, _ reason: String) {
      guard !said.contains(path) else { return }
      fields.append(InferredField(path: path, reason: reason))
    }
    for name in ["online_policy", "auto_movable_ratio", "auto_movable_numa_aware"]
    where record.parameters[name] == nil {
      add("params.\(name)", "no file has it; the kernel's default")
    }
    if let reason = systemGeometry.reason { add("geometry", reason) }
    if record.isBlockSizeInferred {
      add(
        "block_size_bytes",
        record.areBlocksAssumed
          ? "no file has it; the smallest" : "the size of a range by the number of its blocks")
    }
    for (index, node) in machine.nodes.enumerated() {
      // Zones of which all is 0 aren't written.
      for (position, type) in ZoneType.allCases.filter({ node[$0] != Zone() }).enumerated() {
        let zone = "nodes[\(index)].zones[\(position)]"
        if !hasCounters { add("\(zone).present_pages", "all pages of online blocks") }
        if record.bootLog == nil {
          add(
            "\(zone).present_early_pages",
            hasCounters
              ? "present_pages without the blocks that came later, see devices"
              : "all pages of blocks that didn't come later")
        }
        if record.zones.first(where: { $0.nodeID == node.id && $0.type == type })?.cma == nil {
          add("\(zone).cma_pages", "no file has it")
        }
        let (span, file) = (node[type], nodes[index][type])
        if !hasCounters || span.startPFN != file.startPFN {
          add("\(zone).zone_start_pfn", "where its boot memory begins")
        }
        if !hasCounters || span.spannedPages != file.spannedPages {
          add("\(zone).spanned_pages", "from there to where its boot memory ends")
        }
      }
    }
    if record.bootLog == nil {
      add(
        "memory",
        record.areBlocksAssumed
          ? "the zones' sizes; where in their spans pages are absent is unknown"
          : origins.bootRanges == nil
            ? "blocks that didn't come later; where in them pages are absent is unknown"
            : "System RAM of /proc/iomem that didn't come later, see devices")
    }
    if record.possibleNodes == nil { add("possible_nids", "no file has it; all are") }
    if record.commandLine == nil { add("movable_node", "no kernel command line") }
    if record.parameters["auto_online_blocks"] == nil {
      add("auto_online_blocks", "no file has it; the kernel's default")
    }
    if record.kernelRelease == nil { add("kernel", "no file has it") }
    return fields
  }
}
