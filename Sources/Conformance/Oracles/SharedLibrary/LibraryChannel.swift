// SPDX-License-Identifier: MIT

import Glibc
import SystemPackage

/// One end of a connection between two processes.
struct LibraryChannel {
  let descriptor: FileDescriptor

  /// Creates both ends of a connection.
  ///
  /// - Parameter patience: How long a receive at the first end may take.
  static func pair(
    patience: Duration
  ) throws(Errno) -> (LibraryChannel, LibraryChannel) {
    var ends: [2 of Int32] = [-1, -1]
    var span = ends.mutableSpan
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let status = unsafe span.withUnsafeMutableBufferPointer {
      unsafe socketpair(AF_UNIX, type, 0, $0.baseAddress)
    }
    guard status == 0 else { throw Errno(rawValue: errno) }
    var time = timeval(tv_sec: Int(patience.components.seconds), tv_usec: 0)
    _ = unsafe setsockopt(
      ends[0], SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    return (
      LibraryChannel(descriptor: FileDescriptor(rawValue: ends[0])),
      LibraryChannel(descriptor: FileDescriptor(rawValue: ends[1]))
    )
  }

  /// Sends bytes; an end that nobody listens to is an error and no signal.
  func send(_ bytes: [UInt8]) throws(Errno) {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { bytes in
        unsafe Glibc.send(
          descriptor.rawValue, bytes.baseAddress! + sent, bytes.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      if count < 0 {
        guard errno == EINTR else { throw Errno(rawValue: errno) }
      } else {
        sent += count
      }
    }
  }

  /// Receives exactly a number of bytes.
  ///
  /// - Throws: `Errno.brokenPipe` at the end of what the other end sends, and
  ///   `Errno.resourceTemporarilyUnavailable` after the patience is out.
  func receive(_ count: Int) throws(Errno) -> [UInt8] {
    var received = 0
    var failure: Errno?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, end in
      while received < count {
        let part = unsafe recv(
          descriptor.rawValue, buffer.baseAddress! + received, count - received, 0)
        if part > 0 {
          received += part
        } else if part == 0 {
          failure = .brokenPipe
          break
        } else if errno != EINTR {
          failure = Errno(rawValue: errno)
          break
        }
      }
      end = received
    }
    if let failure { throw failure }
    return bytes
  }

  /// Closes this end.
  func close() { try? descriptor.close() }
}
