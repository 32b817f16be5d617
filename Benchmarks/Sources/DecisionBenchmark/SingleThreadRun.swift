// SPDX-License-Identifier: MIT

import Cases
import Conformance
import Dispatch
import Generation
import Synchronization

/// A source's cases compared by one thread, to time nothing else.
struct SingleThreadRun {
  private let settings: DifferentialRun

  /// Creates a run of single decisions.
  init(subject: Implementation, reference: Implementation, source: any CaseSource) {
    settings = DifferentialRun(subject: subject, reference: reference, sources: [source])
  }

  /// Creates a run of histories.
  init(subject: Implementation, reference: Implementation, histories: HistoryCases) {
    var settings = DifferentialRun(subject: subject, reference: reference, sources: [])
    settings.histories = [histories]
    self.settings = settings
  }

  /// Compares all cases, and waits for it: what is timed here is not concurrent.
  func run() throws(RunError) {
    let done = DispatchSemaphore(value: 0)
    let failure = Mutex<RunError?>(nil)
    Task { [settings] in
      do throws(RunError) {
        _ = try await settings.run()
      } catch {
        failure.withLock { $0 = error }
      }
      done.signal()
    }
    done.wait()
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
