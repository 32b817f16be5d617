// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Conformance
import Foundation
import TestSupport
import Testing

@testable import automovable

/// Machines of many groups aren't compared after each operation, but what differs is
/// seen all the same.
@Suite("Traces on two machines")
struct TracePlayerTests {
  /// Registers groups as the core does, but forgets one.
  private struct ForgetfulMachine: Machine {
    private var machine: any Machine
    private var registered = 0
    private let forgotten: Int

    init(forgotten: Int) throws(OracleError) {
      machine = try Implementation.swift.makeMachine()
      self.forgotten = forgotten
    }

    var sideEffects: SideEffects { machine.sideEffects }

    mutating func boot(_ trace: TraceMachine) throws(OracleError) { try machine.boot(trace) }

    mutating func apply(_ operation: TraceOperation) -> TraceResult {
      let result = machine.apply(operation)
      guard case .registerGroup = operation else { return result }
      registered += 1
      return result
    }

    func snapshot() -> MachineSnapshot {
      var snapshot = machine.snapshot()
      if registered > forgotten { snapshot.groups.remove(at: forgotten) }
      return snapshot
    }

    mutating func addCounters(to digest: inout StateDigest) { machine.addCounters(to: &digest) }

    mutating func addBlocks(_ ids: Range<UInt64>, to digest: inout StateDigest) {
      machine.addBlocks(ids, to: &digest)
    }

    func block(_ id: MemoryBlockID) -> BlockSnapshot? { machine.block(id) }
  }

  /// The first operation after which the machines differ, and whether they do at the
  /// end.
  private static func play(
    groups: Int, forgotten: Int
  ) throws -> (first: UInt64?, differsAtEnd: Bool) {
    let folder = try TemporaryFolder()
    let group = #"{"op":"memory_group_register_dynamic","nid":0,"unit_pages":32768}"# + "\n"
    let file = try folder.write(
      TraceSample.machine + String(repeating: group, count: groups), to: "trace.jsonl")
    guard case .traces(var reader) = try InputFile(path: file.path) else {
      throw CancellationError()
    }
    let forgetful = Implementation(
      name: "forgetful", origin: "Tests",
      makeMachine: { () throws(OracleError) in try ForgetfulMachine(forgotten: forgotten) },
      make: { () throws(OracleError) in try Implementation.swift.makeOracle() })
    var player = try TracePlayer(.swift, forgetful)
    var first: UInt64?
    while let event = try player.next(&reader) {
      switch event {
      case .step(let outcome):
        if !outcome.isSameState, first == nil { first = outcome.number }
      case .end(_, let reference): return (first, reference != nil)
      }
    }
    throw CancellationError()
  }

  @Test("Few groups are compared after each operation", arguments: [0, 7, 254])
  func few(_ forgotten: Int) throws {
    let (first, differsAtEnd) = try Self.play(groups: 255, forgotten: forgotten)
    #expect(first == UInt64(forgotten) && differsAtEnd)
  }

  @Test("Of many groups a difference is seen some operations later", arguments: [600, 1999])
  func many(_ forgotten: Int) throws {
    let (first, differsAtEnd) = try Self.play(groups: 2_000, forgotten: forgotten)
    #expect(differsAtEnd)
    // Or only at the end.
    if let first { #expect(UInt64(forgotten)...UInt64(forgotten + 8) ~= first) }
    #expect(first != nil || forgotten > 1990)
  }

  @Test("Machines that are alike are so at the end")
  func none() throws {
    let (first, differsAtEnd) = try Self.play(groups: 1_000, forgotten: 5_000)
    #expect(first == nil && !differsAtEnd)
  }
}
