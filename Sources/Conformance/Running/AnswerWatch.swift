// SPDX-License-Identifier: MIT

import Dispatch

/// Watches the threads of a run, and tells if one gets no answer: a call within this
/// process can't be ended.
package struct AnswerWatch: ~Copyable {
  private let isOver = DispatchSemaphore(value: 0)

  /// Watches from now on.
  ///
  /// - Parameters:
  ///   - patience: How long one question may take.
  ///   - tell: Called once, with what a thread was at all that time.
  package init(
    _ threads: [WorkInHand], patience: Duration,
    _ tell: @escaping @Sendable (WorkInHand.Work) -> Void
  ) {
    let isOver = isOver
    // A thread of its own: those of others may all be at work.
    DispatchQueue(label: "watch").async {
      // Looked at often enough that little is added to the time.
      let looks = 16
      let pause = patience / looks
      var seen = threads.map(\.work)
      var unchanged = [Int](repeating: 0, count: threads.count)
      while isOver.wait(timeout: .now() + pause.dispatchInterval) == .timedOut {
        for index in threads.indices {
          let work = threads[index].work
          unchanged[index] = work != nil && work == seen[index] ? unchanged[index] + 1 : 0
          seen[index] = work
          if unchanged[index] == looks, let work { return tell(work) }
        }
      }
    }
  }

  deinit { isOver.signal() }
}

extension Duration {
  fileprivate var dispatchInterval: DispatchTimeInterval {
    // More than 30 years are for ever, and don't overflow.
    let (seconds, attoseconds) = min(self, .seconds(1_000_000_000)).components
    return .nanoseconds(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
  }
}
