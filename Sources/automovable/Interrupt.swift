// SPDX-License-Identifier: MIT

import Dispatch
import Foundation

/// Turns the first Ctrl-C into a request to end in order; the second one ends
/// the program at once, as always.
struct Interrupt {
  private let source: any DispatchSourceSignal

  init(_ handler: @escaping @Sendable () -> Void) {
    // Dispatch sees the signal only if it isn't acted upon otherwise.
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT)
    source.setEventHandler {
      signal(SIGINT, SIG_DFL)
      handler()
    }
    source.resume()
  }

  /// Lets Ctrl-C end the program again.
  func cancel() {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }
}
