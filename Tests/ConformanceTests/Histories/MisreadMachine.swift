// SPDX-License-Identifier: MIT

@testable import AutoMovable
@testable import Cases
@testable import Conformance

/// The Swift core, of which one thing is said wrong after each operation. What it
/// does is right.
struct MisreadMachine: Machine {
  let field: ComparedField
  var core: CoreMachine

  init(_ field: ComparedField) throws(OracleError) {
    self.field = field
    core = try CoreMachine()
  }

  mutating func boot(_ machine: TraceMachine) throws(OracleError) { try core.boot(machine) }

  mutating func apply(_ operation: TraceOperation) -> TraceResult {
    field.changed(core.apply(operation))
  }

  var sideEffects: SideEffects { field.changed(core.sideEffects) }

  // The core's own way to be compared is part of what is tried.
  mutating func hasSameCounters(as other: inout some Machine) -> Bool {
    var misread = core
    var machine = core.machine
    var groups = machine.model.state.groups.groups
    field.change(&machine.model.state.nodes, &machine.nodeExtents, &groups)
    machine.model.state.groups.groups = groups
    misread.machine = machine
    return misread.hasSameCounters(as: &other)
  }

  mutating func addCounters(to digest: inout StateDigest) { core.addCounters(to: &digest) }

  mutating func addBlocks(_ ids: Range<UInt64>, to digest: inout StateDigest) {
    guard let last = ids.last, let block = block(MemoryBlockID(last)) else {
      // Either there is none, or that is what is wrong.
      core.addBlocks(ids.dropLast().first.map { $0..<ids.upperBound - 1 } ?? 0..<0, to: &digest)
      if !ids.isEmpty { digest.addMissingBlock() }
      return
    }
    core.addBlocks(ids.lowerBound..<last, to: &digest)
    digest.addBlock(
      nid: block.nodeID.rawValue, state: block.state,
      onlineType: Int32(block.onlineType?.rawValue ?? 0),
      zone: block.zone.map { Int32($0.rawValue) } ?? -1, vmemmapPages: block.vmemmapPages,
      isOffline: block.isDeviceOffline, isEarly: block.isEarly, hasGroup: block.groupID != nil)
  }

  func snapshot() -> MachineSnapshot {
    var state = core.snapshot()
    field.change(&state.nodes, &state.totals, &state.groups)
    return state
  }

  func block(_ id: MemoryBlockID) -> BlockSnapshot? { field.changed(core.block(id)) }
}
