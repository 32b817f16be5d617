// SPDX-License-Identifier: MIT

import AutoMovable
public import Cases

/// A generated machine and the operations on it.
///
/// The storage is meant to be reused: a run fills the same history over and
/// over.
public struct History: Sendable {
  /// The machine after boot.
  public var machine = TraceMachine()

  /// The operations, in order.
  public internal(set) var operations: [TraceOperation] = []

  /// The strategy that made the history.
  public internal(set) var strategy: Strategy = .mixedDevices

  // Notes of the generator to itself.

  /// The devices, plugged or not.
  var devices: [PlannedDevice] = []
  /// The group numbers in use, a bit each.
  var usedGroups: UInt64 = 0
  /// Past the last block of boot memory.
  var bootEnd: UInt64 = 0
  /// What becomes of blocks that are added.
  var autoOnlineType = OnlineType.offline
  /// The position of the operation from which on the notifier agrees again.
  var refusalEnd: Int?
  /// The texts to draw from.
  let texts = HistoryTexts()

  /// Creates an empty history.
  public init() {}

  /// Creates the history of a trace.
  public init(_ trace: Trace) {
    machine = trace.machine
    operations = trace.steps.map(\.operation)
  }
}

extension History {
  /// The history as a trace without expectations.
  public var trace: Trace {
    Trace(machine: machine, steps: operations.map { TraceStep($0) })
  }

  /// Empties the history but keeps its storage, and the geometry.
  mutating func removeAll() {
    machine.parameters = ModuleParameters(
      policy: Policy(onlinePolicy: .autoMovable))
    machine.blockSizeBytes = machine.geometry.sectionSize
    machine.nodes.removeAll(keepingCapacity: true)
    machine.memory = nil
    machine.possibleNodes = nil
    machine.kernel = .standard
    operations.removeAll(keepingCapacity: true)
    devices.removeAll(keepingCapacity: true)
    usedGroups = 0
    bootEnd = 0
    refusalEnd = nil
  }
}
