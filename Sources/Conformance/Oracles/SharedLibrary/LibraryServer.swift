// SPDX-License-Identifier: MIT

import Glibc
import OracleInterface
import SystemPackage

/// The other side of an isolated library: answers what it is asked until nobody
/// asks any more.
public struct LibraryServer {
  /// The descriptor on which it is asked.
  static let descriptor = FileDescriptor(rawValue: 3)

  private let path: String

  /// Creates the server of the library at a path.
  public init(_ path: String) { self.path = path }

  /// Serves. Returns when the connection ends or the library can't be used,
  /// which whoever asks is told.
  public func run() {
    var noCore = rlimit(rlim_cur: 0, rlim_max: 0)
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &noCore)
    let channel = LibraryChannel(descriptor: Self.descriptor)
    Self.endWithConnection()
    do {
      let library = Result { () throws(LibraryError) in try SharedLibrary(path: path) }
      try channel.send(LibraryGreeting.bytes(library))
      guard case .success(let library) = library else { return }
      let oracle = try SharedLibraryOracle(library)
      while true {
        let request = try channel.receive(LibraryRequest.count)
        switch LibraryRequest(rawValue: request.value(at: 0, of: UInt64.self)) {
        case .decide?: try decide(oracle, channel)
        case .replay?: try replay(oracle, channel)
        case nil: return
        }
      }
    } catch {
      // Whoever asked is gone, or learns of it from the end of the connection.
    }
  }

  /// Ends this process once the other one is gone, whatever the library does: one
  /// that hangs is not to run for ever.
  private static func endWithConnection() {
    var thread = pthread_t()
    let status = unsafe pthread_create(
      &thread, nil,
      { _ in
        // No events: the end of the connection is told in any case.
        var wait = pollfd(fd: LibraryServer.descriptor.rawValue, events: 0, revents: 0)
        while unsafe poll(&wait, 1, -1) < 0, errno == EINTR {}
        _exit(EXIT_SUCCESS)
      }, nil)
    if status == 0 { pthread_detach(thread) }
  }

  private func decide(
    _ oracle: SharedLibraryOracle, _ channel: LibraryChannel
  ) throws(Errno) {
    let batch = try receiveBatch(channel)
    var answers: [automovable_answer] = []
    let status = oracle.decide(batch, into: &answers)
    var reply: [UInt8] = []
    reply.append(valueOf: Int64(status))
    reply.append(valuesOf: answers)
    try channel.send(reply)
  }

  private func replay(
    _ oracle: SharedLibraryOracle, _ channel: LibraryChannel
  ) throws(Errno) {
    var history = InterfaceHistory()
    let eventsCount = history.readHead(try channel.receive(InterfaceHistory.headCount))
    history.machine = try receiveBatch(channel)
    history.readEvents(try channel.receive(eventsCount))
    var outcomes: [automovable_outcome] = []
    let status = oracle.replay(
      history, eventCount: history.events.count, into: &outcomes)
    var reply: [UInt8] = []
    reply.append(valueOf: Int64(status))
    reply.append(valuesOf: outcomes)
    try channel.send(reply)
  }

  private func receiveBatch(_ channel: LibraryChannel) throws(Errno) -> InterfaceBatch {
    var batch = InterfaceBatch()
    let head = try channel.receive(InterfaceBatch.headCount)
    batch.readArrays(try channel.receive(batch.readHead(head)))
    return batch
  }
}
