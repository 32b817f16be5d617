// SPDX-License-Identifier: MIT

internal import Glibc
internal import SystemPackage

/// A Unix socket that waits for QEMU to connect.
///
/// QEMU connects to us, not we to it, so that no one has to try again until the
/// other side is there; and a guest notices at once when we are gone.
struct SocketListener: ~Copyable {
  let descriptor: FileDescriptor
  private let path: String

  /// Binds a socket to a path that does not exist yet.
  init(path: String) throws(LiveError) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let capacity = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < capacity else {
      throw .file(path: path, reason: "longer than the \(capacity - 1) bytes of a socket's path")
    }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { buffer in
      unsafe buffer.copyBytes(from: path.utf8)
    }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .file(path: path, reason: "\(Errno(rawValue: errno))") }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let bound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, size)
      }
    }
    guard bound == 0, listen(descriptor, 1) == 0 else {
      let reason = Errno(rawValue: errno)
      _ = Glibc.close(descriptor)
      throw .file(path: path, reason: "\(reason)")
    }
    self.descriptor = FileDescriptor(rawValue: descriptor)
    self.path = path
  }

  /// The connection that is waiting.
  func accept() throws(LiveError) -> FileDescriptor {
    let connection = Glibc.accept(descriptor.rawValue, nil, nil)
    guard connection >= 0 else { throw .file(path: path, reason: "\(Errno(rawValue: errno))") }
    return FileDescriptor(rawValue: connection)
  }

  deinit {
    try? descriptor.close()
    _ = unsafe unlink(path)
  }
}
