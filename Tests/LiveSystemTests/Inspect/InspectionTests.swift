// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import LiveSystem

/// What is inferred from the files of each captured kernel, held against what probes saw
/// in that kernel.
@Suite("Inspection of live kernels")
struct InspectionTests {
  @Test("Blocks and counters are the kernel's", arguments: LiveCaptures.all)
  func infers(_ capture: LiveCaptures.Capture) throws {
    for moment in capture.moments {
      let inspection = try Inspection(moment.record())
      check(inspection, against: moment)
    }
  }

  private func check(_ inspection: Inspection, against moment: CapturedMoment) {
    let said = inspection.warnings.map(\.text)
    #expect(!inspection.warnings.contains { $0.kind == "inference" }, "\(moment): \(said)")
    for zone in moment.snapshot.zones {
      let node = inspection.now.nodes.first { $0.id == zone.nodeID }
      let played = inspection.machine.state.nodes.first { $0.id == zone.nodeID }
      let name = "\(moment): \(zone.type) of node \(zone.nodeID)"
      #expect(node?[zone.type].presentPages == zone.present, "\(name)")
      let wasMoved = inspection.warnings.contains { $0.kind == "moved" }
      #expect(
        (node?[zone.type].presentEarlyPages == zone.presentEarly) || wasMoved, "\(name): \(said)")
      #expect(node?[zone.type].cmaPages == zone.cma ?? 0, "\(name)")
      #expect(played?[zone.type].presentEarlyPages == zone.presentEarly, "\(name): \(said)")
      #expect(played?[zone.type].presentPages == zone.present, "\(name)")
    }
    for (block, inspected) in zip(moment.snapshot.blocks, inspection.blocks) {
      #expect(inspected.block.index == block.index && inspected.block.state == block.state)
      #expect(inspected.zone == (block.isOnline ? block.zone : nil), "\(moment)")
    }
  }
}
