// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation

extension StrategyReachTests {
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
