// SPDX-License-Identifier: MIT

import Dispatch
import Foundation

/// Turns the first signal of a kind, such as Ctrl-C's, into a request to end in
/// order; the second one ends the program at once, as always.
struct Interrupt {
  private let sources: [any DispatchSourceSignal]

  /// Handles signals from when this returns; before, they act as always.
  init(
    on numbers: [Int32] = [SIGINT, SIGTERM], _ handler: @escaping @Sendable () -> Void
  ) {
    // Of its own: the threads of the others may all be at work.
    let queue = DispatchQueue(label: "signals")
    sources = numbers.map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        _ = signal(number, SIG_DFL)
        handler()
      }
      // Registration is under way for a while. A signal that was ignored
      // meanwhile would be lost, and one that is handled before it would find
      // nobody.
      let isRegistered = DispatchSemaphore(value: 0)
      source.setRegistrationHandler { isRegistered.signal() }
      source.resume()
      isRegistered.wait()
      return source
    }
  }

  /// Lets the signals act as always again.
  func cancel() {
    for source in sources {
      source.cancel()
      _ = signal(Int32(source.handle), SIG_DFL)
    }
  }
}
