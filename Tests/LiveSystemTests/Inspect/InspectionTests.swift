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

  @Test("Groups are the kernel's, if QEMU tells of its devices", arguments: LiveCaptures.all)
  func infersGroups(_ capture: LiveCaptures.Capture) throws {
    for moment in capture.moments {
      guard let groups = moment.snapshot.groups else { continue }
      var record = try moment.record()
      record.devices = moment.snapshot.devices
      let inspection = try Inspection(record)
      check(inspection, against: moment)
      // QEMU's devices that Linux hasn't seen aren't registered.
      let inferred = Set(
        inspection.machine.state.groups.groups.filter { $0.blockCount > 0 }.map(GroupSummary.init))
      let registered = Set(groups.map(GroupSummary.init))
      // A group whose memory is gone is registered, too; one whose memory is all offline
      // looks like it.
      #expect(inferred.isSubset(of: registered), "\(moment)")
      #expect(inferred.isSuperset(of: registered.filter { $0.pages > 0 }), "\(moment)")
    }
  }

  /// All of a group but its number.
  private struct GroupSummary: Hashable {
    let kind: MemoryGroup.Kind
    let nodeID: NodeID
    let kernelPages: UInt64
    let movablePages: UInt64

    var pages: UInt64 { kernelPages + movablePages }

    init(_ group: MemoryGroup) {
      (kind, nodeID) = (group.kind, group.nodeID)
      (kernelPages, movablePages) = (group.presentKernelPages, group.presentMovablePages)
    }

    init(_ group: CaptureGroup) {
      (kind, nodeID) = (group.kind, group.nodeID)
      (kernelPages, movablePages) = (group.presentKernelPages, group.presentMovablePages)
    }
  }

  @Test("What is offline goes where the kernel says", arguments: LiveCaptures.all)
  func decides(_ capture: LiveCaptures.Capture) throws {
    for moment in capture.moments {
      let inspection = try Inspection(moment.record())
      for next in inspection.next where next.isSaidByKernel {
        let decision = try inspection.machine.state.onlineDecision(
          for: next.range, onlineType: .online, nodeID: next.nodeID, groupID: next.groupID,
          policy: inspection.machine.parameters.policy)
        #expect(decision.zone == next.zone, "\(moment): \(next)")
      }
    }
  }

  @Test("Without addresses it is told what isn't known", arguments: LiveCaptures.all)
  func infersWithoutAddresses(_ capture: LiveCaptures.Capture) throws {
    for moment in capture.moments {
      let files = CapturedSystem(moment.snapshot, of: moment.meta)
        .replacing(["proc/iomem": "00000000-00000000 : System RAM\n"])
      let inspection = try Inspection(SystemRecord(files, name: "\(moment)"))
      #expect(inspection.warnings.contains { $0.kind == "iomem" })
      #expect(inspection.inferred.contains { $0.path == "memory" })
      let isRight = moment.snapshot.zones.allSatisfy { zone in
        inspection.now.nodes.first { $0.id == zone.nodeID }?[zone.type].presentEarlyPages
          == zone.presentEarly
      }
      #expect(
        isRight || Self.needAddresses.contains(where: capture.name.hasPrefix)
          || inspection.warnings.contains { $0.kind == "moved" }, "\(moment)")
    }
  }

  /// Captures of kernel memory, hotplugged where it could be of boot, or of boot memory
  /// made movable by hand.
  private static let needAddresses = ["s11_", "s14", "s18_", "s19_", "s20_"]

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
