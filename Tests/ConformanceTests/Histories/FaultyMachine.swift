// SPDX-License-Identifier: MIT

@testable import AutoMovable
@testable import Cases
@testable import Conformance

/// The Swift core with a mistake around it: what goes in, what comes out, or
/// what is left behind is changed.
struct FaultyMachine: Machine {
  let fault: HistoryFault
  var core: CoreMachine

  init(_ fault: HistoryFault) throws(OracleError) {
    self.fault = fault
    core = try CoreMachine()
  }

  mutating func boot(_ machine: TraceMachine) throws(OracleError) {
    try core.boot(machine)
    if fault == .movableNodeForgotten {
      core.machine.parameters.policy.isMovableNodeEnabled = false
    }
  }

  mutating func apply(_ operation: TraceOperation) -> TraceResult {
    let before = core.machine
    if let result = refuse(operation) { return result }
    hide(from: operation)
    var result = core.apply(replace(operation))
    restore(from: before, after: operation)
    leave(operation, before, result)
    result = report(operation, result)
    return result
  }

  var sideEffects: SideEffects { core.sideEffects }

  mutating func addCounters(to digest: inout StateDigest) { core.addCounters(to: &digest) }

  mutating func addBlocks(_ ids: Range<UInt64>, to digest: inout StateDigest) {
    core.addBlocks(ids, to: &digest)
  }

  func snapshot() -> MachineSnapshot { core.snapshot() }

  func block(_ id: MemoryBlockID) -> BlockSnapshot? { core.block(id) }
}

extension Implementation {
  /// The Swift core with a mistake.
  static func history(_ fault: HistoryFault) -> Implementation {
    Implementation(
      name: "\(fault)", origin: "Tests",
      makeMachine: { () throws(OracleError) in try FaultyMachine(fault) },
      make: { () throws(OracleError) in try Implementation.swift.makeOracle() })
  }
}
