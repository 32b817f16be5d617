// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Conformance
import Generation
import Testing

/// What holds of every offline block that a random history comes across.
@Suite("Properties of blocks in histories")
struct BlockPropertyTests {
  private let everything = PageRange(startPFN: 0, pageCount: Geometry.x86_64.pageCount)

  /// Plays histories and, after each operation, calls back with the machine and
  /// its offline blocks.
  private func forEachMachine(
    _ strategy: Strategy, _ body: (HotplugMachine, [MemoryBlock]) throws -> Void
  ) throws {
    let cases = HistoryCases(seed: 20, strategy: strategy, size: 150)
    var history = History()
    for index in 0..<cases.size {
      cases.fill(&history, at: index)
      var core = try CoreMachine()
      try core.boot(history.machine)
      for operation in history.operations {
        _ = core.apply(operation)
        var offline: [MemoryBlock] = []
        core.machine.forEachBlock(in: everything) {
          if $0.zone == nil, !$0.isEarly { offline.append($0) }
        }
        // A notifier that refuses is for other tests.
        var machine = core.machine
        machine.notifier = MemoryNotifier()
        try body(machine, offline)
      }
    }
  }

  @Test(
    "What valid_zones tells first is where the block goes next",
    arguments: [
      Strategy.growShrink, .mixedDevices, .lowMemory,
    ])
  func validZonesForetell(_ strategy: Strategy) throws {
    var blocks = 0
    try forEachMachine(strategy) { machine, offline in
      for block in offline.prefix(2) where block.onlineType == .offline {
        let text = String(describing: try machine.readValidZones(block: block.id))
        let first = text.prefix { $0 != " " && $0 != "\n" }
        var copy = machine
        guard (try? copy.writeState("online", block: block.id)) != nil else { continue }
        let zone = try #require(copy.block(block.id)?.zone)
        #expect("\(zone)" == first, "block \(block.id.rawValue) of \(machine)")
        blocks += 1
      }
    }
    #expect(blocks > 300)
  }

  @Test(
    "Onlining and offlining a block leaves no trace in counters",
    arguments: [
      Strategy.growShrink, .mixedDevices, .lowMemory,
    ])
  func offliningRestores(_ strategy: Strategy) throws {
    var blocks = 0
    try forEachMachine(strategy) { machine, offline in
      for block in offline.prefix(2) {
        var copy = machine
        guard (try? copy.writeState("online_movable", block: block.id)) != nil else { continue }
        #expect(copy.state.counters != machine.state.counters)
        try copy.writeState("offline", block: block.id)
        #expect(copy.state.counters == machine.state.counters)
        blocks += 1
      }
    }
    #expect(blocks > 300)
  }
}

extension MemoryState {
  /// All counters of zones and groups.
  fileprivate var counters: [[UInt64]] {
    nodes.map { node in
      ZoneType.allCases.flatMap {
        [node[$0].presentPages, node[$0].presentEarlyPages, node[$0].cmaPages]
      }
    } + groups.groups.map { [$0.presentKernelPages, $0.presentMovablePages] }
  }
}
