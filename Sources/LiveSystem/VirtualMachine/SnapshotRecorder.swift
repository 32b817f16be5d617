// SPDX-License-Identifier: MIT

import Scenarios

/// Takes the snapshots of a run, one after another.
struct SnapshotRecorder {
  private let scenario: Scenario
  private let machine: VirtualMachine
  private let start: ContinuousClock.Instant
  private var sequence = 0

  /// - Parameter start: When the run began.
  init(scenario: Scenario, machine: VirtualMachine, start: ContinuousClock.Instant) {
    self.scenario = scenario
    self.machine = machine
    self.start = start
  }

  /// Takes a snapshot and writes it.
  ///
  /// - Parameters:
  ///   - action: What was done, as captures describe it.
  ///   - took: How long it took.
  mutating func record(
    _ action: QMPValue, took: Duration?, _ writer: borrowing CaptureWriter
  ) throws(LiveError) -> StepProgress {
    let begin = ContinuousClock.now
    let state = try machine.state()
    let now = ContinuousClock.now
    try writer.write(
      .snapshot(
        CaptureSnapshot(
          sequence: sequence, scenario: scenario.name, action: CaptureAction(action),
          time: (now - start).seconds, stepSeconds: took?.seconds,
          snapshotSeconds: (now - begin).seconds,
          parameters: try state.report.policyParameters, blockSize: try state.report.blockSize,
          devices: state.devices, blocks: state.report.blocks, zones: state.zones,
          nodes: state.nodes, groups: state.groups,
          bootMemory: sequence == 0 ? state.report.bootMemory : nil,
          memoryMap: state.report.ioMemory, steps: state.steps,
          events: machine.monitor.takeEvents().map(\.withoutTimestamp))))
    defer { sequence += 1 }
    return StepProgress(
      scenario: scenario, sequence: sequence, seconds: (took ?? .zero).seconds,
      steps: state.steps)
  }
}

extension QMPValue {
  /// An event whose time is blank: it says nothing that the capture does not.
  fileprivate var withoutTimestamp: QMPValue {
    guard case .object(var members) = self else { return self }
    members["timestamp"] = .null
    return .object(members)
  }
}
