// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance
import SystemPackage
import TextFiles

/// Collects output and writes it in large pieces.
struct OutputBuffer: ~Copyable {
  /// The reader of the output doesn't want any more of it, as `head` when it
  /// has its lines. No failure; the command just ends.
  struct Closed: Error {}

  /// Output can't be written.
  struct Failure: Error, CustomStringConvertible {
    let file: String
    let errno: Errno

    var description: String { "\(file.visible): cannot be written: \(errno)" }
  }

  /// Ctrl-C ended the writing.
  struct Interrupted: Error, CustomStringConvertible {
    let file: String

    var description: String { "\(file.visible): not written: interrupted" }
  }

  /// What isn't written yet.
  var json = JSONWriter()

  private let descriptor: FileDescriptor
  private let name: String
  private let control: RunControl?

  /// Creates a buffer that writes to a descriptor, which stays open.
  ///
  /// - Parameter control: What may ask for an end of the writing.
  init(
    _ descriptor: FileDescriptor = .standardOutput, name: String = "<stdout>",
    control: RunControl? = nil
  ) {
    self.descriptor = descriptor
    self.name = name
    self.control = control
  }
}

extension OutputBuffer {
  /// Prints to standard output, all that there is to be said.
  ///
  /// - Throws: The exit status, once what kept the text from being written has
  ///   been reported. A reader that wants no more of it is no failure.
  static func printing(_ body: (inout OutputBuffer) throws -> Void) throws {
    do {
      var output = OutputBuffer()
      try body(&output)
      try output.flush()
    } catch is Closed {
    } catch {
      throw ExitCode.reporting(error)
    }
  }
}

extension OutputBuffer {
  /// Adds text.
  mutating func print(_ line: String, terminator: String = "\n") throws {
    json.text(line + terminator)
    try flushIfLarge()
  }

  /// Writes what there is, once it is worth a write.
  mutating func flushIfLarge() throws {
    try checkIsWanted()
    if json.bytes.count >= 1 << 16 { try flush() }
  }

  /// Throws if Ctrl-C has asked for an end.
  func checkIsWanted() throws {
    if let control, control.isStopRequested { throw Interrupted(file: name) }
  }

  /// Writes what there is.
  mutating func flush() throws {
    guard !json.bytes.isEmpty else { return }
    // What is open stays so: an object may be written in pieces.
    defer { json.removeBytes() }
    do {
      try descriptor.writeAll(json.bytes)
    } catch Errno.brokenPipe {
      throw Closed()
    } catch let errno as Errno {
      throw Failure(file: name, errno: errno)
    }
  }
}
