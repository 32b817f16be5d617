// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation

/// Generated histories come to what they are meant to try.
@Suite("What histories reach")
struct HistoryReachTests {
  /// What came of the first histories of a strategy.
  private struct Reach {
    var operations = 0
    var errnos: [Int64: Int] = [:]
    var zones: [ZoneType: Int] = [:]
    var texts: [String: Int] = [:]
    var added = 0
    var removed = 0
    var emptiedNodes = 0
    var vmemmapBlocks = 0
  }

  private func reach(of strategy: Strategy, histories: UInt64 = 400) throws -> Reach {
    var reach = Reach()
    var history = History()
    var core = try CoreMachine()
    let cases = HistoryCases(seed: 1, strategy: strategy, size: histories)
    for index in 0..<cases.size {
      cases.fill(&history, at: index)
      #expect(history.operations.count >= 8)
      try core.boot(history.machine)
      for operation in history.operations {
        let nodeCount = core.machine.state.nodes.count
        reach.operations += 1
        let result = core.apply(operation)
        switch (operation, result.number) {
        case (.addMemory, 0): reach.added += 1
        case (.removeMemory, 0), (.offlineAndRemoveMemory, 0):
          reach.removed += 1
        default: break
        }
        switch result {
        case .returns(let number) where number < 0, .onlined(let number, _) where number < 0:
          reach.errnos[number, default: 0] += 1
        case .state(let number, let zone):
          if number < 0 { reach.errnos[number, default: 0] += 1 }
          if let zone { reach.zones[zone, default: 0] += 1 }
        case .text(let text): reach.texts["\(text)", default: 0] += 1
        default: break
        }
        if core.machine.state.nodes.count < nodeCount { reach.emptiedNodes += 1 }
        if case .addMemory(_, _, true, _) = operation, result.number == 0 {
          reach.vmemmapBlocks += 1
        }
      }
    }
    return reach
  }

  @Test("Each strategy adds, removes and onlines memory", arguments: HistoryCases.strategies)
  func memory(_ strategy: Strategy) throws {
    let reach = try reach(of: strategy)
    #expect(reach.added * 20 > reach.operations)
    #expect(reach.removed > 200)
    #expect(reach.zones[.normal, default: 0] > 50)
    #expect(reach.zones[.movable, default: 0] > 50)
    #expect(reach.vmemmapBlocks > 20)
    // Most operations are to do something.
    let share = strategy == .misuse ? 3 : 2
    #expect(reach.errnos.values.reduce(0, +) * 4 < reach.operations * share)
  }

  @Test("Every error number is come across")
  func errors() throws {
    let errnos = try reach(of: .misuse).errnos.merging(
      reach(of: .textFiles).errnos, uniquingKeysWith: +)
    for errno: Int64 in [-2, -7, -12, -13, -16, -17, -22, -34] {
      #expect(errnos[errno, default: 0] > 5, "\(errno)")
    }
  }

  @Test("DMA zones are onlined to, and three names printed")
  func lowMemory() throws {
    // Three names are rare among machines with holes.
    let reach = try reach(of: .lowMemory, histories: 1_600)
    #expect(reach.zones[.dma32, default: 0] > 50)
    let threeNames = reach.texts.filter { $0.key.split(separator: " ").count == 3 }
    #expect(threeNames.values.reduce(0, +) > 4)
    #expect(reach.texts["none\n", default: 0] > 5)
  }

  @Test("Nodes come and go, and notifiers refuse")
  func nodesAndRefusals() throws {
    #expect(try reach(of: .mixedDevices).emptiedNodes > 5)
    let errnos = try reach(of: .refusals).errnos
    #expect(errnos[-110, default: 0] > 20 && errnos[-5, default: 0] > 20)
  }

  @Test("Machines have holes, interleaving nodes, and memory that comes into holes")
  func holes() throws {
    var (holey, absent, interleaving, filled) = (0, 0, 0, 0)
    var history = History()
    let cases = HistoryCases(seed: 1, size: 1_000)
    for index in 0..<cases.size {
      cases.fill(&history, at: index)
      guard let memory = history.machine.memory else { continue }
      holey += 1
      var core = try CoreMachine()
      try core.boot(history.machine)
      let ids = memory.map(\.nodeID)
      if ids != ids.sorted() { interleaving += 1 }
      let blockPages = history.machine.blockPages
      // Whole blocks between two runs.
      let gaps = zip(memory, memory.dropFirst()).map { lower, upper in
        let first = (lower.pages.endPFN + blockPages - 1) / blockPages
        return first..<max(first, upper.pages.startPFN / blockPages)
      }
      if gaps.contains(where: { $0.contains { core.machine.block(.init($0)) == nil } }) {
        absent += 1
      }
      for operation in history.operations {
        let result = core.apply(operation)
        guard case .addMemory(let range, _, _, _) = operation, result.number == 0 else {
          continue
        }
        if gaps.contains(where: { $0.contains(range.startPFN / blockPages) }) { filled += 1 }
      }
    }
    #expect(holey > 400)
    #expect(absent > 200)
    #expect(interleaving > 15)
    #expect(filled > 200)
  }

  @Test("Machines have several nodes, fragments, huge blocks, and memory at the end of all")
  func machines() throws {
    var (several, fragments, devices, last, maps, crowds, files) = (0, 0, 0, 0, 0, 0, 0)
    var history = History()
    let cases = HistoryCases(seed: 1, size: 2_000)
    for index in 0..<cases.size {
      cases.fill(&history, at: index)
      let machine = history.machine
      let zones = machine.nodes.flatMap { node in ZoneType.allCases.map { node[$0] } }
      if machine.nodes.count > 1 { several += 1 }
      if zones.contains(where: { $0.isPopulated && $0.spannedPages < 512 }) { fragments += 1 }
      if machine.nodes.contains(where: { $0[.device] != Zone() }) { devices += 1 }
      if zones.contains(where: { $0.endPFN == Geometry.x86_64.pageCount }) { last += 1 }
      var core = try CoreMachine()
      try core.boot(machine)
      for operation in history.operations {
        let result = core.apply(operation)
        if case .readBlockFile = operation { files += 1 }
        if case .addMemory(_, _, true, _) = operation, result.number == 0,
          machine.blockPages >= 1 << 21
        {
          maps += 1
        }
      }
      if core.machine.state.groups.groups.count > 90 { crowds += 1 }
    }
    #expect(several > 800)
    #expect(fragments > 80)
    #expect(devices > 60)
    #expect(last > 20)
    #expect(maps > 10)
    #expect(crowds > 2)
    #expect(files > 500)
  }

  @Test("Odd machines boot now and then")
  func oddBoots() throws {
    var booted = 0
    var history = History()
    let cases = HistoryCases(seed: 1, strategy: .oddBoots, size: 1_000)
    for index in 0..<cases.size {
      cases.fill(&history, at: index)
      if (try? history.machine.boot()) != nil { booted += 1 }
    }
    #expect(booted > 150 && booted < 850, "\(booted)")
  }

  @Test("The mix has all strategies")
  func mix() {
    var counts: [Strategy: Int] = [:]
    var history = History()
    let cases = HistoryCases(seed: 1, size: 2_000)
    for index in 0..<cases.size {
      cases.fill(&history, at: index)
      counts[history.strategy, default: 0] += 1
    }
    for strategy in HistoryCases.strategies { #expect(counts[strategy, default: 0] > 60) }
  }
}
