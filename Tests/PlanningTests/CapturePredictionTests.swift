// SPDX-License-Identifier: MIT

import AutoMovable
import LiveSystem
import Planning
import Scenarios
import Testing

/// Every capture of a live kernel, predicted from its boot snapshot and its scenario.
@Suite("Plans of live kernels' captures")
struct CapturePredictionTests {
  @Test("Each block's state and zone", arguments: PlannedCapture.names)
  func predicts(_ name: String) throws {
    let capture = try PlannedCapture(name)
    let prediction = try CapturePrediction(capture, boot: capture.boot)
    print(name, prediction.rows, prediction.texts, prediction.end ?? "", prediction.differences.count)
    #expect(prediction.differences.isEmpty, "\(prediction.differences.prefix(3))")
  }

  @Test("Boot memory", arguments: PlannedCapture.names)
  func boots(_ name: String) throws {
    let capture = try PlannedCapture(name)
    let known = capture.boot
    let usual = try PlannedBoot(capture.scenario, PlannedBoot.Options(kernel: known.kernel))
    #expect(usual.blockPages == known.blockPages)
    #expect(usual.nodes == known.nodes)
    #expect(usual.memory == known.memory)
    #expect(usual.end == known.end)
  }
}
