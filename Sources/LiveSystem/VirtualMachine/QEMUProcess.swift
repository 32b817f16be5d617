// SPDX-License-Identifier: MIT

internal import Foundation
internal import Glibc
internal import SystemPackage

/// A running QEMU; killed, if need be, when it is no longer wanted.
final class QEMUProcess {
  private let process = Process()
  private let messages = Pipe()

  /// Starts the program.
  init(program: String, arguments: [String]) throws(LiveError) {
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = messages
    process.standardError = messages
    do {
      try process.run()
    } catch {
      throw .missing("\(program) cannot be started: \(error.localizedDescription)")
    }
  }

  /// At its end once QEMU is, and readable when QEMU has something to say.
  var messageDescriptor: FileDescriptor {
    FileDescriptor(rawValue: messages.fileHandleForReading.fileDescriptor)
  }

  /// What QEMU said before it ended. Only for a QEMU that was seen to end, or
  /// that was killed.
  func lastMessages() -> [String] {
    kill()
    let data = (try? messages.fileHandleForReading.readToEnd()) ?? Data()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Ends the process now.
  func kill() {
    guard process.isRunning else { return }
    _ = Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  deinit {
    kill()
  }
}
