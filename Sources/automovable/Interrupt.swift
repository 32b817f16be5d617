// SPDX-License-Identifier: MIT

import Dispatch
import Foundation
import TextFiles

/// Turns the first signal of a kind, such as Ctrl-C's, into a request to end in
/// order; the second one ends the program at once, as always.
struct Interrupt {
  private let sources: [any DispatchSourceSignal]

  /// Handles signals from when this returns; before, they act as always.
  init(
    on numbers: [Int32] = [SIGINT, SIGTERM], _ handler: @escaping @Sendable () -> Void
  ) {
    self.init(on: numbers) { _ in handler() }
  }

  /// Handles signals, whose number the handler is told.
  private init(on numbers: [Int32], _ handler: @escaping @Sendable (Int32) -> Void) {
    // Of its own: the threads of the others may all be at work.
    let queue = DispatchQueue(label: "signals")
    sources = numbers.map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        _ = signal(number, SIG_DFL)
        handler(number)
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

  /// Takes away what is there for a while only when a signal ends the program,
  /// which it does as always after that.
  ///
  /// A pipe that nobody reads any more is an error of the write meanwhile.
  static func removingLeftovers() -> Interrupt {
    _ = signal(SIGPIPE, SIG_IGN)
    return Interrupt(on: [SIGINT, SIGTERM, SIGHUP]) { number in
      Leftovers.removeAll()
      // Handled as always since the handler began.
      _ = raise(number)
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
