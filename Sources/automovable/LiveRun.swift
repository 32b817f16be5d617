// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Foundation
internal import LiveSystem
internal import Scenarios
internal import Synchronization

/// Runs scenarios, several at a time, until all are done or a signal comes.
struct LiveRun {
  let host: LiveHost
  let output: String
  let guestFolder: String?
  let jobs: Int

  /// Runs the scenarios in order.
  ///
  /// - Returns: Why captures are not there; each has been reported.
  func run(_ scenarios: [Scenario]) throws(LiveError) -> [LiveError] {
    let interruption = try Interruption()
    // Machines are ended and files removed; a guest that has lost us powers
    // itself off.
    let signals = Interrupt { interruption.interrupt() }
    defer { signals.cancel() }
    let runner = ScenarioRunner(
      host: host, output: output, guestFolder: guestFolder, interruption: interruption)
    let queue = Mutex(scenarios[...])
    let failures = Mutex<[LiveError]>([])
    DispatchQueue.concurrentPerform(iterations: min(jobs, scenarios.count)) { _ in
      while let scenario = queue.withLock({ $0.popFirst() }) {
        do throws(LiveError) {
          try runner.run(scenario) { StandardError.print($0.line) }
          StandardError.print("\(scenario.name): done, \(output)/\(scenario.name).jsonl")
        } catch {
          StandardError.print("\(scenario.name): \(error)")
          failures.withLock { $0.append(error) }
          if error == .interrupted { queue.withLock { $0.removeAll() } }
        }
      }
    }
    return failures.withLock { $0 }
  }
}

extension StepProgress {
  /// `NAME 2/128 resize vm0 256M: 1 Movable (0.61 s)`
  fileprivate var line: String {
    let (online, offline) = outcome
    var words = online.map { "\($0.count) \($0.zone)" }
    if offline > 0 { words.append("\(offline) offline") }
    let result = words.isEmpty ? "" : ": " + words.joined(separator: ", ")
    let time = String(format: "%.2f", seconds)
    return "\(scenario.name) \(sequence)/\(scenario.actions.count) \(action)\(result) (\(time) s)"
  }
}
