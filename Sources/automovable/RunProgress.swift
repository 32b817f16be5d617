// SPDX-License-Identifier: MIT

import Conformance
import Dispatch
import Foundation

/// A line on standard error that tells how far a run is; on terminals only.
struct RunProgress {
  private let timer: (any DispatchSourceTimer)?

  /// Starts showing the progress of a run.
  ///
  /// - Parameter total: The cases of the run, or `nil` if time ends it.
  init(_ control: RunControl, of total: UInt64?) {
    guard isatty(STDERR_FILENO) == 1 else {
      timer = nil
      return
    }
    let start = ContinuousClock.now
    let timer = DispatchSource.makeTimerSource()
    timer.schedule(deadline: .now() + 0.5, repeating: 0.25)
    timer.setEventHandler {
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      Self.show(control.completedCases, of: total, after: seconds)
    }
    timer.resume()
    self.timer = timer
  }

  /// Takes the line away.
  func finish() {
    guard let timer else { return }
    timer.cancel()
    Self.write("\r\u{1B}[K")
  }

  private static func show(_ cases: UInt64, of total: UInt64?, after seconds: Double) {
    let rate = Double(cases) / seconds
    var line = "\(millions(cases))"
    if let total, cases > 0 {
      let rest = Int((Double(total - min(total, cases)) / rate).rounded())
      line += " of \(millions(total)) million cases, \(rest) s left"
    } else {
      line += " million cases"
    }
    write("\r\u{1B}[K\(line), \(millions(UInt64(rate))) million/s")
  }

  private static func millions(_ count: UInt64) -> String {
    let tenths = count / 100_000
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
