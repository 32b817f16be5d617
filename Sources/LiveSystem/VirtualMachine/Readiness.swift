// SPDX-License-Identifier: MIT

internal import Glibc
internal import SystemPackage

/// Waiting for descriptors to have something to read.
enum Readiness {
  /// Waits until one of some descriptors can be read or is at its end.
  ///
  /// - Returns: The index of the first such descriptor; `nil` once the deadline
  ///   has passed.
  /// - Throws: `LiveError.interrupted` as soon as that is wished.
  static func wait(
    for descriptors: [FileDescriptor], until deadline: Deadline, _ interruption: Interruption
  ) throws(LiveError) -> Int? {
    var polled = ([interruption.readEnd] + descriptors).map {
      pollfd(fd: $0.rawValue, events: Int16(POLLIN), revents: 0)
    }
    while true {
      let count = unsafe poll(&polled, nfds_t(polled.count), deadline.milliseconds)
      if count < 0 {
        guard errno == EINTR else { throw .machine("poll: \(Errno(rawValue: errno))") }
        continue
      }
      if polled[0].revents != 0 { throw .interrupted }
      if count == 0 { return nil }
      if let index = polled.dropFirst().firstIndex(where: { $0.revents != 0 }) {
        return index - 1
      }
    }
  }
}
