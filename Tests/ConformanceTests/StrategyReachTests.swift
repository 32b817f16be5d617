// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Conformance

/// Every strategy reaches what it is there for, and not by rare chance.
@Suite("What the strategies reach")
struct StrategyReachTests {
  private static let size: UInt64 = 16_000

  private func tally(_ strategy: Strategy) async throws -> Tally {
    let report = try await DifferentialRun(
      subject: .swift, reference: .c,
      sources: [RandomCases(seed: 1, strategy: strategy, size: Self.size)]
    ).run()
    return try #require(report.tallies[strategy])
  }

  private func forEachBatch(
    of strategy: Strategy, _ body: (CaseBatch) throws -> Void
  ) rethrows {
    let cases = RandomCases(seed: 1, strategy: strategy, size: Self.size)
    var batch = CaseBatch()
    for index in 0..<cases.batchCount {
      cases.fill(&batch, at: index)
      try body(batch)
    }
  }

  @Test("Boundary: the limit, one page below and one above, asked either way")
  func boundary() async throws {
    let tally = try await tally(.boundary)
    // 64 is one above the limit, 65 at it, 66 one below.
    for bucket in 64...66 { #expect(tally.margins[bucket] > 500, "\(bucket)") }
    for outcome: Tally.Outcome in [
      .testRefusedByLimit, .testAllowed, .refusedBySystem, .refusedByNode, .allowed,
    ] {
      #expect(tally.outcomes[outcome.rawValue] > 20, "\(outcome)")
    }
  }

  @Test("Requirement: boot memory at it and around it, group terms around 0")
  func requirement() throws {
    var surpluses: [Int64: Int] = [:]
    var terms: [Int64: Int] = [:]
    let oracle = SwiftOracle()
    var answers = [DecisionAnswer](repeating: DecisionAnswer(), count: 16)
    try forEachBatch(of: .requirement) { batch in
      var span = answers.mutableSpan
      try oracle.decide(batch, into: &span)
      for answer in answers where answer[.testExit] != 0 {
        surpluses[
          Int64(bitPattern: answer[.testKernelEarly] &- answer[.testRequirement]),
          default: 0] += 1
      }
      let solver = LimitSolver(batch, .system)
      for group in batch.state.groups.groups where group.isDynamic {
        terms[
          Int64(bitPattern: solver.balance(of: group) &- group.presentKernelPages),
          default: 0] += 1
      }
    }
    for distance: Int64 in -1...1 {
      #expect(surpluses[distance, default: 0] > 100, "boot memory \(distance)")
      #expect(terms[distance, default: 0] > 50, "group term \(distance)")
    }
  }

  @Test("Extreme: every ratio of interest, products that wrap, signs that turn")
  func extreme() {
    var ratios: [UInt32: Int] = [:]
    var (wideProducts, wideNeeds, signs, underflows) = (0, 0, 0, 0)
    forEachBatch(of: .extreme) { batch in
      let ratio = batch.policy.autoMovableRatio
      ratios[ratio, default: 0] += 1
      let solver = LimitSolver(batch, .system)
      if solver.early.multipliedReportingOverflow(by: UInt64(ratio)).overflow {
        wideProducts += 1
      }
      if solver.early >> 63 != 0 { underflows += 1 }
      for group in batch.state.groups.groups where group.isDynamic {
        if group.presentMovablePages.multipliedReportingOverflow(by: 100).overflow {
          wideNeeds += 1
        }
        if ratio != 0, solver.balance(of: group) >> 63 != 0 { signs += 1 }
      }
    }
    let wanted: [UInt32] = [
      0, 1, 2, 99, 100, 101, 300, 301, 302, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
    ]
    for ratio in wanted { #expect(ratios[ratio, default: 0] > 10, "\(ratio)") }
    #expect(ratios.count > 100)
    #expect(wideProducts > 50 && wideNeeds > 50 && signs > 5 && underflows > 50)
  }

  @Test("Zone edges: ranges that end or begin at a span's edge, and one page off")
  func zoneEdges() {
    var hits: [String: Int] = [:]
    forEachBatch(of: .zoneEdges) { batch in
      for case .zone(let range, _, let nodeID, _) in batch.queries {
        let node = batch.state.nodes.first { $0.id == nodeID }
        for type in 0..<4 {
          guard let zone = node?.zones[type], zone.spannedPages != 0 else {
            hits["empty span", default: 0] += 1
            continue
          }
          for distance: Int64 in -1...1 {
            let pages = UInt64(bitPattern: distance)
            if range.endPFN == zone.startPFN &+ pages {
              hits["end at start \(distance)", default: 0] += 1
            }
            if range.startPFN == zone.endPFN &+ pages {
              hits["start at end \(distance)", default: 0] += 1
            }
          }
          if zone.endPFN < zone.startPFN { hits["wrap", default: 0] += 1 }
        }
        if range.pageCount == 0 { hits["no pages", default: 0] += 1 }
      }
    }
    for edge in ["end at start", "start at end"] {
      for distance in -1...1 {
        #expect(hits["\(edge) \(distance)", default: 0] > 100, "\(edge) \(distance)")
      }
    }
    for name in ["empty span", "wrap", "no pages"] {
      #expect(hits[name, default: 0] > 100, "\(name)")
    }
  }

  @Test("Units: of every size, with each end of the walk, below 4 GiB too")
  func units() async throws {
    let tally = try await tally(.units)
    for outcome: Tally.Outcome in [
      .unitHasKernelSection, .refusedBySystem, .refusedByNode, .allowed, .kernelRequested,
    ] {
      #expect(tally.outcomes[outcome.rawValue] > 100, "\(outcome)")
    }
    for bucket in 64...66 { #expect(tally.margins[bucket] > 50, "\(bucket)") }
    var sizes: [UInt64: Int] = [:]
    var low = 0
    forEachBatch(of: .units) { batch in
      guard let group = batch.state.groups.groups.last,
        case .dynamic(let pages) = group.kind
      else { return }
      sizes[pages / MemoryGeometry.pagesPerSection, default: 0] += 1
      if let device = batch.devices.last, device.startPFN < 1 << 20 { low += 1 }
    }
    for size: UInt64 in [2, 4, 8, 16] { #expect(sizes[size, default: 0] > 100, "\(size)") }
    #expect(low > 150)
  }

  @Test("Plausible: 1 to 64 nodes, 0 to 256 groups, 0.5 GiB to 16 TiB")
  func plausible() {
    var (nodes, groups): (Set<Int>, Set<Int>) = ([], [])
    var sizes: [UInt64] = []
    var (memoryless, underflows) = (0, 0)
    let cases = RandomCases(seed: 1, strategy: .plausible, size: 16 * 20_000)
    var batch = CaseBatch()
    for index in 0..<cases.batchCount {
      cases.fill(&batch, at: index)
      nodes.insert(batch.state.nodes.count)
      groups.insert(batch.state.groups.groups.count)
      var early: UInt64 = 0
      for node in batch.state.nodes {
        var ofNode: UInt64 = 0
        for type in 0..<ZoneType.count {
          // Memory that is movable from the start comes on top.
          if type != 3 { ofNode += node.zones[type].presentEarlyPages }
          if node.zones[type].cmaPages > node.zones[type].presentEarlyPages {
            underflows += 1
          }
        }
        if ofNode == 0 { memoryless += 1 }
        early += ofNode
      }
      sizes.append(early)
    }
    #expect(nodes.min() == 1 && nodes.max() == 64)
    #expect(groups.min() == 0 && groups.contains { $0 > 200 } && groups.max()! <= 256)
    // In pages of 4 KiB, but for some absent ones.
    let gibibyte: UInt64 = 1 << 18
    #expect(sizes.min()! >= gibibyte / 2 - 8192 && sizes.min()! < gibibyte)
    #expect(sizes.max()! > 8 << 28 && sizes.max()! < 16 << 28)
    #expect(memoryless > 100 && underflows > 100)
  }

  @Test("Odd: what no kernel reaches")
  func odd() async throws {
    let tally = try await tally(.odd)
    #expect(tally.outcomes[Tally.Outcome.ratioIsZero.rawValue] > 50)
    var hits: [String: Int] = [:]
    forEachBatch(of: .odd) { batch in
      let ids = Set(batch.state.nodes.map(\.id))
      for node in batch.state.nodes {
        for type in 0..<ZoneType.count {
          let zone = node.zones[type]
          if zone.presentPages == 0, zone.presentEarlyPages != 0 {
            hits["early of an empty zone", default: 0] += 1
          }
          if zone.presentPages >> 32 != 0, zone.presentPages & 0xFFFF_FFFF == 0 {
            hits["nothing in 32 bits", default: 0] += 1
          }
        }
        if node[.device].presentEarlyPages != 0 { hits["ZONE_DEVICE", default: 0] += 1 }
        if node[.movable].cmaPages != 0 { hits["CMA in ZONE_MOVABLE", default: 0] += 1 }
      }
      for group in batch.state.groups.groups {
        if !ids.contains(group.nodeID) { hits["unlisted node", default: 0] += 1 }
        if case .static(let pages) = group.kind, pages < group.presentMovablePages {
          hits["more than claimed", default: 0] += 1
        }
      }
    }
    for name in [
      "early of an empty zone", "nothing in 32 bits", "ZONE_DEVICE", "CMA in ZONE_MOVABLE",
      "unlisted node", "more than claimed",
    ] {
      #expect(hits[name, default: 0] > 50, "\(name)")
    }
  }

  @Test("Uniform: every counter takes all of 64 bits")
  func uniform() {
    var ored = [UInt64](repeating: 0, count: 8)
    var anded = [UInt64](repeating: .max, count: 8)
    forEachBatch(of: .uniform) { batch in
      let zone = batch.state.nodes[0][.normal]
      var words = [
        zone.startPFN, zone.spannedPages, zone.presentPages, zone.presentEarlyPages,
        zone.cmaPages,
      ]
      if let group = batch.state.groups.groups.first {
        words += [group.presentKernelPages, group.presentMovablePages]
      }
      if case .canOnlineMovable(let pages, _, _)? = batch.queries.first, words.count == 7 {
        words.append(pages)
      }
      for (index, word) in words.enumerated() {
        ored[index] |= word
        anded[index] &= word
      }
    }
    #expect(ored.allSatisfy { $0 == .max } && anded.allSatisfy { $0 == 0 })
  }
}
