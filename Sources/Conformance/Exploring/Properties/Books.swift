// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// The invariants of histories, in every state.
struct Books: ExploredProperty {
  let name = "books"
  let claim =
    "zones, nodes and groups count and span just the blocks that are online in them"
  let source = "the invariants that random histories are held against"

  func violation(in state: ExploredState) -> String? {
    guard let boot = try? CoreMachine(booting: state.boot.machine),
      let machine = try? CoreMachine(of: state.machine)
    else { return nil }
    var ledger = MachineLedger(state.boot.machine, boot.snapshot())
    for id in state.boot.blocks { ledger.update(id..<id + 1, after: .readState, of: machine) }
    return ledger.brokenInvariant(machine.snapshot()).map {
      "the invariant \($0.rawValue) is broken"
    }
  }
}

extension CoreMachine {
  fileprivate init(booting machine: TraceMachine) throws(OracleError) {
    try self.init()
    try boot(machine)
  }

  fileprivate init(of machine: HotplugMachine) throws(OracleError) {
    try self.init()
    self.machine = machine
  }
}
