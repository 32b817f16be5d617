// SPDX-License-Identifier: MIT

import AutoMovable
import LiveSystem
import Planning
import Scenarios
import Testing

/// Every capture of a live kernel, predicted from its boot snapshot and its scenario.
@Suite("Plans of live kernels' captures")
struct CapturePredictionTests {
  /// The captures that are not predicted to their end, and where the kernel took a
  /// freedom of its own.
  private static let ends: [String: CapturePrediction.End] = [
    "s5_shrink_then_grow": .shrink(step: 2),
    "s6c_mix_two_vmem_same_node": .shrink(step: 17),
    "s7b_contig_zones_vm_and_dimm": .busy(step: 6),
    "s8d_bbm512m_shrink_grow": .shrink(step: 5),
    "s15_dimm_with_a_kernel_block": .busy(step: 8),
    "s23_kernel_6_12_grow_and_shrink": .shrink(step: 6),
    "s25_kernel_memory_of_another_device": .busy(step: 3),
  ]

  @Test("State and zone of each block, with boot memory as it was", arguments: PlannedCapture.names)
  func predicts(_ name: String) throws {
    let capture = try PlannedCapture(name)
    let prediction = try CapturePrediction(capture, boot: capture.boot)
    #expect(prediction.differences.isEmpty, "\(prediction.differences.prefix(3))")
    #expect(prediction.end == Self.ends[name])
    if prediction.end == nil { #expect(prediction.snapshots == capture.snapshots.count) }
  }

  @Test("Boot memory, by size and nodes alone", arguments: PlannedCapture.names)
  func boots(_ name: String) throws {
    let capture = try PlannedCapture(name)
    let known = capture.boot
    let usual = try PlannedBoot(capture.scenario, PlannedBoot.Options(kernel: known.kernel))
    #expect(usual.blockPages == known.blockPages)
    #expect(usual.nodes == known.nodes)
    #expect(usual.memory == known.memory)
    #expect(usual.end == known.end)
  }

  @Test("No capture is left out, and rows are counted")
  func count() throws {
    var (rows, texts, snapshots) = (0, 0, 0)
    for name in PlannedCapture.names {
      let capture = try PlannedCapture(name)
      let prediction = try CapturePrediction(capture, boot: capture.boot)
      #expect(prediction.rows > 0, "\(name) is not compared")
      rows += prediction.rows
      texts += prediction.texts
      snapshots += prediction.snapshots
    }
    #expect(PlannedCapture.names.count >= 45)
    #expect(Set(Self.ends.keys).isSubset(of: PlannedCapture.names))
    // Of 45 captures; new ones add to it.
    #expect(rows >= 47_855)
    #expect(texts >= 1_054)
    #expect(snapshots >= 900)
  }

  @Test("A wrong parameter is noticed")
  func notices() throws {
    let capture = try PlannedCapture("s3e_numaY_boot2g_node1_memoryless")
    var scenario = capture.scenario
    scenario.autoMovableNumaAware = false
    let wrong = try CapturePrediction(capture.with(scenario), boot: capture.boot)
    #expect(!wrong.differences.isEmpty)
    let exact = try PlannedCapture("s10_boundary_equal_ratio181_boot1132m")
    scenario = exact.scenario
    scenario.autoMovableRatio -= 1
    let other = try CapturePrediction(exact.with(scenario), boot: exact.boot)
    #expect(!other.differences.isEmpty)
  }
}
