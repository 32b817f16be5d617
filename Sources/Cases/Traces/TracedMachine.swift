// SPDX-License-Identifier: MIT

public import AutoMovable

/// The core's machine as traces know it: operations go in, results come out.
public struct TracedMachine {
  /// The machine as it is now.
  public package(set) var machine: HotplugMachine

  /// Why the last operation was refused, if it was.
  public private(set) var refusal: HotplugError?

  /// What the last write to a file returned, in bytes; 0 after anything else.
  public private(set) var bytesTaken = 0

  /// Boots a machine.
  ///
  /// - Parameter decidesByTotals: Whether zones are picked by running totals.
  /// - Throws: Why there can't be such a machine.
  public init(_ machine: TraceMachine, decidesByTotals: Bool = false) throws(BootError) {
    // Made aside and moved: a part of `self` would be copied.
    var booted = try machine.boot()
    booted.decidesByTotals = decidesByTotals
    self.init(booted: booted)
  }

  private init(booted: consuming HotplugMachine) { machine = booted }

  /// Applies an operation.
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
    case .writeParameter(.module(let parameter), let text):
      return .returns(
        Int64(try machine.writeParameter(text.bytes.span, to: parameter)))
    case .writeParameter(.autoOnlineBlocks, let text):
      return .returns(Int64(try machine.writeAutoOnlineBlocks(text.bytes.span)))
    case .readParameter(.module(let parameter)):
      return .text(try machine.readParameter(parameter))
    case .readParameter(.autoOnlineBlocks):
      return .text(machine.readAutoOnlineBlocks())
    case .readParameter(.blockSizeBytes):
      return .text(machine.readBlockSizeBytes())
    case .writeParameter(.blockSizeBytes, _):
      throw .readOnly
    case .writeParameter(.unknown, _), .readParameter(.unknown):
      throw .noSuchParameter
    case .setNotifier(let action, let refusal):
      machine.notifier[action] = refusal
    }
    return .returns(0)
  }
}

extension TracedMachine {
  /// All counters and spans of nodes, zones and groups.
  public func snapshot() -> MachineSnapshot {
    MachineSnapshot(
      nodes: machine.state.nodes, totals: machine.nodeExtents,
      groups: machine.state.groups.groups)
  }
}
