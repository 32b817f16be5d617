// SPDX-License-Identifier: MIT

import Conformance
import Dispatch
import Glibc

/// A line on standard error that tells how far a run is; on terminals only.
struct RunProgress {
  private let timer: (any DispatchSourceTimer)?

  /// Starts showing the progress of a run.
  ///
  /// - Parameters:
  ///   - end: What ends the run.
  ///   - unit: What cases are counted in.
  init(_ control: RunControl, until end: End, in unit: Unit) {
    guard isatty(STDERR_FILENO) == 1 else {
      timer = nil
      return
    }
    let start = ContinuousClock.now
    let timer = DispatchSource.makeTimerSource()
    timer.schedule(deadline: .now() + 0.5, repeating: 0.25)
    timer.setEventHandler {
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      Self.show(control.completedCases, until: end, after: seconds, in: unit)
    }
    timer.resume()
    self.timer = timer
  }

  /// Takes the line away.
  func finish() {
    guard let timer else { return }
    timer.cancel()
    StandardError.write("\r\u{1B}[K")
  }

  private static func show(
    _ cases: UInt64, until end: End, after seconds: Double, in unit: Unit
  ) {
    let rate = Double(cases) / seconds
    var line = unit.tenths(cases)
    if case .cases(let total) = end { line += " of \(unit.tenths(total))" }
    line += " \(unit) cases"
    switch end {
    case .time(let limit):
      line += left(limit / .seconds(1) - seconds)
    case .cases(let total) where cases > 0:
      line += left(Double(total - min(total, cases)) / rate)
    case .cases: break
    }
    StandardError.write("\r\u{1B}[K\(line), \(unit.tenths(UInt64(rate))) \(unit)/s")
  }

  /// The time left, which is none or longer than anybody waits if there is no telling.
  private static func left(_ seconds: Double) -> String {
    ", \(Int(min(max(0, seconds), 1e9).rounded())) s left"
  }
}

extension RunProgress {
  /// What ends a run, unless something else does before.
  enum End {
    /// That many cases.
    case cases(UInt64)
    /// That much time.
    case time(Duration)
  }

  /// What cases are counted in: histories take longer than decisions.
  enum Unit: UInt64 {
    case thousand = 1_000
    case million = 1_000_000

    fileprivate func tenths(_ count: UInt64) -> String {
      let tenths = count / (rawValue / 10)
      return "\(tenths / 10).\(tenths % 10)"
    }
  }
}
