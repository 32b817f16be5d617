// SPDX-License-Identifier: MIT

public import AutoMovable
public import Cases

/// The Swift core as a machine that histories are played on.
public struct CoreMachine: Machine {
  /// The machine as it is now.
  public internal(set) var machine: HotplugMachine

  public private(set) var refusal: HotplugError?

  private var bytesTaken = 0

  /// Creates an empty machine.
  ///
  /// - Parameter decidesByTotals: Whether zones are picked by running totals.
  public init(decidesByTotals: Bool = false) throws(OracleError) {
    do {
      machine = try TraceMachine().boot()
    } catch {
      throw OracleError("swift: \(error)")
    }
    machine.decidesByTotals = decidesByTotals
  }

  public mutating func boot(_ machine: TraceMachine) throws(OracleError) {
    let decidesByTotals = self.machine.decidesByTotals
    do {
      self.machine = try machine.boot()
    } catch {
      throw OracleError("swift: \(error)")
    }
    self.machine.decidesByTotals = decidesByTotals
  }

  public mutating func apply(_ operation: TraceOperation) -> TraceResult {
    do {
      refusal = nil
      bytesTaken = 0
      return try attempt(operation)
    } catch {
      refusal = error
      switch operation {
      case .writeState: return .state(returns: -Int64(error.errno), zone: nil)
      case .offlineAndRemoveMemory, .offlineAndRemoveMemoryRanges:
        return onlined(returns: -Int64(error.errno))
      default: return .failed(error)
      }
    }
  }

  /// The result of an operation that may have onlined blocks.
  private func onlined(returns number: Int64) -> TraceResult {
    machine.onlinedBlocks.isEmpty
      ? .returns(number) : .onlined(returns: number, machine.onlinedBlocks)
  }

  private mutating func attempt(
    _ operation: TraceOperation
  ) throws(HotplugError) -> TraceResult {
    switch operation {
    case .registerGroup(let kind, let nodeID):
      return .returns(Int64(try machine.registerGroup(kind, nodeID: nodeID).rawValue))
    case .unregisterGroup(let id):
      try machine.unregisterGroup(id)
    case .addMemory(let range, let target, let usesMemmapOnMemory, let onlineType):
      try machine.addMemory(
        range.bytesAreCountable(machine.geometry), to: target,
        usesMemmapOnMemory: usesMemmapOnMemory,
        as: onlineType)
      return onlined(returns: 0)
    case .removeMemory(let range):
      try machine.removeMemory(range.bytesAreCountable(machine.geometry))
    case .offlineAndRemoveMemory(let range):
      try machine.offlineAndRemoveMemory(range.bytesAreCountable(machine.geometry))
    case .offlineAndRemoveMemoryRanges(let ranges):
      let geometry = machine.geometry
      try machine.offlineAndRemoveMemory(ranges: ranges.map { $0.bytesAreCountable(geometry) })
    case .writeState(let id, let text):
      bytesTaken = try machine.writeState(text.bytes.span, block: id)
      // A write of nothing succeeds and does nothing.
      let zone = bytesTaken == 0 ? nil : machine.block(id)?.zone
      return .state(returns: 0, zone: zone)
    case .writeOnline(let id, let text):
      bytesTaken = try machine.writeOnline(text.bytes.span, block: id)
      return onlined(returns: 0)
    case .readValidZones(let id):
      return .text(try machine.readValidZones(block: id))
    case .readBlockFile(let id, .state): return .text(try machine.readState(block: id))
    case .readBlockFile(let id, .online): return .text(try machine.readOnline(block: id))
    case .readBlockFile(let id, .physIndex):
      return .text(try machine.readPhysIndex(block: id))
    case .readState:
      return .machine(snapshot())
    case .writeParameter(.module(let parameter), _) where !machine.hasParameter(parameter),
      .readParameter(.module(let parameter)) where !machine.hasParameter(parameter):
      throw .noSuchBlock
    case .writeParameter(.module(let parameter), let text):
      return .returns(
        Int64(try machine.writeParameter(text.bytes.span, to: parameter)))
    case .writeParameter(.autoOnlineBlocks, let text):
      return .returns(Int64(try machine.writeAutoOnlineBlocks(text.bytes.span)))
    case .readParameter(.module(let parameter)):
      return .text(machine.parameters.read(parameter))
    case .readParameter(.autoOnlineBlocks):
      return .text(machine.readAutoOnlineBlocks())
    case .readParameter(.blockSizeBytes):
      return .text(machine.readBlockSizeBytes())
    case .writeParameter(.blockSizeBytes, _):
      throw .readOnly
    case .writeParameter(.unknown, _), .readParameter(.unknown):
      throw .noSuchBlock
    case .setNotifier(let action, let refusal):
      machine.notifier[action] = refusal
    }
    return .returns(0)
  }
}

// MARK: State

extension CoreMachine {
  public var sideEffects: SideEffects {
    SideEffects(bytesTaken: bytesTaken, notifications: machine.notifications)
  }

  public mutating func hasSameCounters(as other: inout some Machine) -> Bool {
    let state = machine.state
    return other.hasCounters(
      state.nodes.span, machine.nodeExtents.span, state.groups.groups.span)
  }

  public mutating func addCounters(to digest: inout StateDigest) {
    let state = machine.state
    let nodes = state.nodes.span
    let totals = machine.nodeExtents.span
    for index in nodes.indices {
      digest.add(
        UInt64(bitPattern: Int64(nodes[index].id.rawValue)),
        totals[index].startPFN, totals[index].spannedPages,
        totals[index].presentPages)
      for type in 0..<ZoneType.count {
        let zone = nodes[index].zones[type]
        digest.addZone(
          type, zone.startPFN, zone.spannedPages, zone.presentPages,
          zone.presentEarlyPages, zone.cmaPages)
      }
    }
    let groups = state.groups.groups.span
    for index in groups.indices { digest.add(groups[index]) }
  }

  public mutating func addBlocks(_ ids: Range<UInt64>, to digest: inout StateDigest) {
    for id in ids {
      guard let block = machine.block(MemoryBlockID(id)) else {
        digest.addMissingBlock()
        continue
      }
      digest.addBlock(
        nid: block.nodeID.rawValue, state: UInt64(block.state.rawValue),
        onlineType: Int32(block.onlineType.rawValue),
        zone: block.zone.map { Int32($0.rawValue) } ?? -1,
        vmemmapPages: block.vmemmapPages, isOffline: block.isDeviceOffline,
        isEarly: block.isEarly, hasGroup: block.groupID != nil)
    }
  }

  public func snapshot() -> MachineSnapshot {
    MachineSnapshot(
      nodes: machine.state.nodes, totals: machine.nodeExtents,
      groups: machine.state.groups.groups)
  }

  public func block(_ id: MemoryBlockID) -> BlockSnapshot? {
    machine.block(id).map { BlockSnapshot($0) }
  }
}

extension StateDigest {
  @inline(__always)
  fileprivate mutating func add(_ group: MemoryGroup) {
    let (size, isDynamic): (UInt64, Bool) =
      switch group.kind {
      case .static(let maxPages): (maxPages, false)
      case .dynamic(let unitPages): (unitPages, true)
      }
    addGroup(
      id: group.id.rawValue, nid: group.nodeID.rawValue, isDynamic: isDynamic,
      size: size, kernelPages: group.presentKernelPages,
      movablePages: group.presentMovablePages, blockCount: group.blockCount)
  }
}
