// SPDX-License-Identifier: MIT

internal import SystemPackage

/// A wish to stop, from any thread, that every wait takes note of.
///
/// It is a pipe: once a byte is in it, which nobody takes out, it stays readable.
public final class Interruption: Sendable {
  let readEnd: FileDescriptor
  private let writeEnd: FileDescriptor

  /// Creates a wish that nobody has yet.
  public init() throws(LiveError) {
    do {
      (readEnd, writeEnd) = try FileDescriptor.pipe()
    } catch {
      throw .machine("no pipe: \(error)")
    }
  }

  deinit {
    try? readEnd.close()
    try? writeEnd.close()
  }

  /// Ends all waits, now and later, with `LiveError.interrupted`.
  public func interrupt() {
    _ = try? writeEnd.writeAll([0])
  }
}
