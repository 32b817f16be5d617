// SPDX-License-Identifier: MIT

import Dispatch
import Glibc

/// The threads that the program may have.
///
/// Whoever waits for one that the system doesn't give waits for ever.
package enum ThreadSupply {
  /// What there must be room for beside those that compute: signals, clocks, watches.
  package static let needed = 8

  /// Whether there may be so many more threads at a time.
  package static func has(_ count: Int) -> Bool {
    let end = DispatchSemaphore(value: 0)
    var threads: [pthread_t] = []
    defer {
      for _ in threads { end.signal() }
      for thread in threads { pthread_join(thread, nil) }
    }
    while threads.count < count {
      var thread = pthread_t()
      let place = unsafe Unmanaged.passRetained(end)
      let error = unsafe pthread_create(
        &thread, nil,
        { place in
          let end = unsafe Unmanaged<DispatchSemaphore>.fromOpaque(place!).takeRetainedValue()
          end.wait()
          return nil
        }, place.toOpaque())
      guard error == 0 else {
        unsafe place.release()
        return false
      }
      threads.append(thread)
    }
    return true
  }
}
