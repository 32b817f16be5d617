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
    do {
      let library = Result { () throws(LibraryError) in try SharedLibrary(path: path) }
      try channel.send(LibraryGreeting.bytes(library))
      guard case .success(let library) = library else { return }
      let oracle = try SharedLibraryOracle(library)
      var batch = InterfaceBatch()
      var answers: [automovable_answer] = []
      while true {
        let head = try channel.receive(InterfaceBatch.headCount)
        batch.readArrays(try channel.receive(batch.readHead(head)))
        let status = oracle.decide(batch, into: &answers)
        var reply: [UInt8] = []
        reply.append(valueOf: Int64(status))
        reply.append(valuesOf: answers)
        try channel.send(reply)
      }
    } catch {
      // Whoever asked is gone, or learns of it from the end of the connection.
    }
  }
}
