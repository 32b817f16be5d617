// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Conformance

extension StrategyReachTests {
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
      sizes[pages / Geometry.x86_64.pagesPerSection, default: 0] += 1
      if let device = batch.devices.last, device.startPFN < 1 << 20 { low += 1 }
    }
    for size: UInt64 in [2, 4, 8, 16] { #expect(sizes[size, default: 0] > 100, "\(size)") }
    #expect(low > 150)
  }
}
