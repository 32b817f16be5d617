// SPDX-License-Identifier: MIT

internal import SystemPackage

/// A connection over which lines go back and forth.
final class LineChannel {
  private let descriptor: FileDescriptor
  private let interruption: Interruption
  private let peer: String
  private var buffer: [UInt8] = []
  /// How much of the buffer has been handed out, and searched for a line's end.
  private var consumed = 0
  private var searched = 0

  /// Takes over a connected descriptor.
  ///
  /// - Parameter peer: Who is at the other end, for messages.
  init(_ descriptor: FileDescriptor, peer: String, interruption: Interruption) {
    self.descriptor = descriptor
    self.peer = peer
    self.interruption = interruption
  }

  deinit {
    try? descriptor.close()
  }

  /// Sends a line.
  func send(_ line: String) throws(LiveError) {
    do {
      try descriptor.writeAll((line + "\n").utf8)
    } catch {
      throw .machine("\(peer) takes no more input: \(error)")
    }
  }

  /// Waits for the next line, without its end.
  ///
  /// - Returns: `nil` once the deadline has passed.
  func line(until deadline: Deadline) throws(LiveError) -> String? {
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        let line = buffer[consumed..<end]
        consumed = end + 1
        searched = consumed
        return String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
      }
      buffer.removeFirst(consumed)
      consumed = 0
      searched = buffer.count
      guard try Readiness.wait(for: [descriptor], until: deadline, interruption) != nil else {
        return nil
      }
      try fill()
    }
  }

  private func fill() throws(LiveError) {
    var count = 0
    do {
      let piece = try unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { bytes, filled in
        filled = try unsafe descriptor.read(into: UnsafeMutableRawBufferPointer(bytes))
      }
      count = piece.count
      buffer += piece
    } catch {
      throw .machine("\(peer) cannot be read: \(error)")
    }
    if count == 0 { throw .machine("\(peer) has closed the connection") }
    if buffer.count > 64 << 20 { throw .machine("\(peer) sends a line without end") }
  }
}
