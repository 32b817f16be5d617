// SPDX-License-Identifier: MIT

import AutoMovable
import CReference
import Cases
import OracleInterface

/// The C port, with a record of what it does for others to judge.
final class RecordingMachine: Machine {
  let port: ReferenceMachine
  private let log: NotifierLog

  /// The record since boot.
  private(set) var record = HistoryRecord()

  private var blockPages: UInt64 = 1
  private var nodes: [Int32] = []
  private var kernel = KernelVersion.first

  /// The kernels of those who judge, as far as they say.
  private let kernels: [KernelVersion]

  init(kernels: [KernelVersion] = []) throws(OracleError) {
    port = try ReferenceMachine()
    log = NotifierLog(port)
    self.kernels = kernels
  }

  func boot(_ machine: TraceMachine) throws(OracleError) {
    try port.boot(machine)
    log.attach(to: machine)
    blockPages = machine.blockPages
    kernel = machine.kernel
    nodes = port.onlineNodes
    try record.boot(machine)
    addMemory(machine.memory)
    addReadings()
    record.endStep()
  }

  func apply(_ operation: TraceOperation) -> TraceResult {
    log.entries.removeAll(keepingCapacity: true)
    let questions = asksZones(operation)
    let result = port.apply(operation)
    let nodesBefore = nodes
    nodes = port.onlineNodes
    if case .addMemory(let range, let target, _, _) = operation, result.number == 0 {
      addMemory(range, target)
    }
    for entry in log.entries { add(entry) }
    switch operation {
    case .registerGroup(let kind, let nodeID): add(kind, nodeID, result)
    case .unregisterGroup(let id):
      record.add(
        AUTOMOVABLE_UNREGISTER_GROUP, group: id.rawValue, result: result.number)
    case .removeMemory(let range), .offlineAndRemoveMemory(let range):
      if result.number == 0 { removeMemory(range) }
    case .offlineAndRemoveMemoryRanges(let ranges):
      if result.number == 0 { for range in ranges { removeMemory(range) } }
    case .writeParameter(.module(let parameter), let text):
      addWrite(text, parameter, result)
    case .readParameter(.module(let parameter)):
      if case .text(let text) = result, let type = parameter.interfaceType {
        record.addRead(text, of: type)
      }
    case .readValidZones(let id):
      if questions { askZones(id) }
    default: break
    }
    for nid in nodesBefore where !nodes.contains(nid) {
      record.add(AUTOMOVABLE_NODE_OFFLINE, nid: nid, result: 0)
    }
    addReadings()
    record.endStep()
    return result
  }

  var sideEffects: SideEffects { port.sideEffects }

  func hasCounters(
    _ nodes: Span<Node>, _ totals: Span<NodeExtent>, _ groups: Span<MemoryGroup>
  ) -> Bool {
    port.hasCounters(nodes, totals, groups)
  }
  func addCounters(to digest: inout StateDigest) { port.addCounters(to: &digest) }
  func addBlocks(_ ids: Range<UInt64>, to digest: inout StateDigest) {
    port.addBlocks(ids, to: &digest)
  }
  func snapshot() -> MachineSnapshot { port.snapshot() }
  func block(_ id: MemoryBlockID) -> BlockSnapshot? { port.block(id) }
}

extension RecordingMachine {
  /// Asks for defaults, past the last operation.
  func addDefaults() {
    let defaults = ModuleParameters()
    for parameter in [ModuleParameter.onlinePolicy, .autoMovableRatio, .autoMovableNUMAAware] {
      guard let type = parameter.interfaceType else { continue }
      record.addDefault(defaults.read(parameter), mode: 0o644, of: type)
    }
  }
}

// MARK: What happens

extension RecordingMachine {
  private func add(_ kind: MemoryGroup.Kind, _ nodeID: NodeID, _ result: TraceResult) {
    record.add(
      AUTOMOVABLE_REGISTER_GROUP, type: kind.isDynamic ? 1 : 0, nid: nodeID.rawValue,
      pages: kind.pages, result: result.number)
  }

  private func addMemory(_ memory: [BootMemory]?) {
    guard let memory else { return }
    for run in memory {
      record.add(
        AUTOMOVABLE_BOOT_MEMORY, nid: run.nodeID.rawValue, start: run.pages.startPFN,
        pages: run.pages.pageCount, result: 0)
    }
    if memory.isEmpty { record.add(AUTOMOVABLE_BOOT_MEMORY, nid: 0, result: 0) }
  }

  private func addMemory(_ range: PageRange, _ target: MemoryTarget) {
    // Of memory that was added, so there is a block.
    guard let block = port.block(MemoryBlockID(range.startPFN / blockPages)) else { return }
    let group: Int32 = if case .group(let id) = target { id.rawValue } else { -1 }
    record.add(
      AUTOMOVABLE_ADD_MEMORY, nid: block.nodeID.rawValue, group: group,
      start: range.startPFN, pages: range.pageCount, result: 0)
  }

  private func removeMemory(_ range: PageRange) {
    // What can't be removed stays, and not every kernel says so.
    guard !hasBlocks(range) else { return }
    let range = range.bytesAreCountable(port.geometry)
    record.add(
      AUTOMOVABLE_REMOVE_MEMORY, start: range.startPFN, pages: range.pageCount, result: 0)
  }

  private func hasBlocks(_ range: PageRange) -> Bool {
    let (start, size) = range.bytes(port.geometry)
    return unsafe walk_memory_blocks(port.context, start, size, nil) { _, _, _ in 1 } != 0
  }

  private func add(_ entry: NotifierLog.Entry) {
    let (kind, type, result): (automovable_event_kind, UInt32, Int64) =
      switch entry.kind {
      case .online:
        (AUTOMOVABLE_ONLINE_BLOCK, entry.onlineType, entry.zone.map { Int64($0.rawValue) } ?? .min)
      case .refused: (AUTOMOVABLE_REFUSE_BLOCK, entry.onlineType, .min)
      case .offline: (AUTOMOVABLE_OFFLINE_BLOCK, entry.zone.map { UInt32($0.rawValue) } ?? 0, 0)
      }
    record.add(
      kind, type: type, nid: entry.block.nodeID.rawValue,
      group: entry.block.groupID?.rawValue ?? -1, start: entry.id.rawValue &* blockPages,
      pages: blockPages, value: entry.block.vmemmapPages, result: result)
  }

  private func addWrite(
    _ text: TraceText, _ parameter: ModuleParameter, _ result: TraceResult
  ) {
    guard let type = parameter.interfaceType,
      case .text(let now) = port.apply(.readParameter(.module(parameter)))
    else { return }
    // Of what some judge is known to take otherwise, nobody is asked.
    if parameter != .autoMovableNUMAAware || isTakenAlike(text) {
      // A write of nothing doesn't come to the parameter.
      if !text.bytes.isEmpty {
        record.addWrite(of: text, to: type, result: min(result.number, 0))
      }
      record.addRead(now, of: type)
    }
    let word = "\(now)".split(whereSeparator: \.isNewline).first ?? ""
    let value: UInt64 =
      switch parameter {
      case .onlinePolicy: word == "auto-movable" ? 1 : 0
      case .autoMovableRatio: UInt64(word) ?? 0
      case .autoMovableNUMAAware, .memmapOnMemory: word == "Y" ? 1 : 0
      }
    record.add(AUTOMOVABLE_SET_PARAMETER, type: type.rawValue, value: value, result: 0)
  }
}

extension RecordingMachine {
  /// Whether a text is the same truth value, or none, to the machine and each judge.
  private func isTakenAlike(_ text: TraceText) -> Bool {
    let values = ([kernel] + kernels).map { kernel in
      try? Bool(kernelText: text.bytes.span, of: kernel)
    }
    return values.allSatisfy { $0 == values.first }
  }
}

// MARK: Questions

extension RecordingMachine {
  /// Whether the zones of an offline block are asked for.
  private func asksZones(_ operation: TraceOperation) -> Bool {
    guard case .readValidZones(let id) = operation, let block = port.block(id)
    else { return false }
    return block.isOffline
  }

  private func askZones(_ id: MemoryBlockID) {
    guard let block = port.block(id) else { return }
    let group = block.groupID?.rawValue ?? -1
    let start = id.rawValue &* blockPages
    for type in [OnlineType.online, .onlineKernel, .onlineMovable] {
      let zone = unsafe zone_for_pfn_range(
        port.context, CInt(type.rawValue), block.nodeID.rawValue,
        memory_group_find_by_id(port.context, group), UInt(start), UInt(blockPages), nil)
      record.add(
        AUTOMOVABLE_ASK_ZONE, type: UInt32(type.rawValue), nid: block.nodeID.rawValue,
        group: group, start: start, pages: blockPages,
        result: unsafe ZoneType(zone).map { Int64($0.rawValue) } ?? .min)
    }
  }

  /// Asks for all that is counted.
  private func addReadings() {
    var next = unsafe first_online_pgdat(port.context)
    while let node = unsafe next {
      let nid = unsafe node.pointee.node_id
      unsafe record.add(
        AUTOMOVABLE_READ_NODE, nid: nid, result: 0,
        (
          UInt64(node.pointee.node_start_pfn), UInt64(node.pointee.node_spanned_pages),
          UInt64(node.pointee.node_present_pages), 0, 0
        ))
      let zones = unsafe node.zones
      for type in 0..<ZoneType.count {
        unsafe record.add(
          AUTOMOVABLE_READ_ZONE, type: UInt32(type), nid: nid, result: 0,
          (
            UInt64(zones[type].zone_start_pfn), UInt64(zones[type].spanned_pages),
            UInt64(zones[type].present_pages), UInt64(zones[type].present_early_pages),
            UInt64(zones[type].cma_pages)
          ))
      }
      unsafe next = node.pointee.next_online_pgdat
    }
    for index in unsafe port.groups.indices {
      let mgid = Int32(index)
      guard let group = unsafe port.groups[index] else {
        record.add(AUTOMOVABLE_READ_GROUP, group: mgid, result: -2)  // ENOENT
        continue
      }
      let isDynamic = unsafe group.pointee.is_dynamic
      unsafe record.add(
        AUTOMOVABLE_READ_GROUP, group: mgid, result: 0,
        (
          UInt64(bitPattern: Int64(group.pointee.nid)), isDynamic ? 1 : 0,
          UInt64(isDynamic ? group.pointee.d.unit_pages : group.pointee.s.max_pages),
          UInt64(group.pointee.present_kernel_pages),
          UInt64(group.pointee.present_movable_pages)
        ))
    }
  }
}

extension ReferenceMachine {
  /// The ids of the online nodes.
  fileprivate var onlineNodes: [Int32] {
    var ids: [Int32] = []
    var next = unsafe first_online_pgdat(context)
    while let node = unsafe next {
      ids.append(unsafe node.pointee.node_id)
      unsafe next = node.pointee.next_online_pgdat
    }
    return ids
  }
}

extension ModuleParameter {
  /// The parameter in the oracle interface, if it has it.
  fileprivate var interfaceType: automovable_parameter? {
    switch self {
    case .onlinePolicy: AUTOMOVABLE_ONLINE_POLICY
    case .autoMovableRatio: AUTOMOVABLE_RATIO
    case .autoMovableNUMAAware: AUTOMOVABLE_NUMA_AWARE
    case .memmapOnMemory: nil
    }
  }
}

extension NotifierLog.Entry {
  fileprivate var onlineType: UInt32 { UInt32(block.onlineType?.rawValue ?? 0) }
}
