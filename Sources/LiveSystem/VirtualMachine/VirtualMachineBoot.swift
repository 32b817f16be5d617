// SPDX-License-Identifier: MIT

internal import Foundation
internal import SystemPackage

/// The waits of a boot; whatever goes wrong is told with the console's end.
struct VirtualMachineBoot {
  let console: String
  let deadline: Deadline
  let interruption: Interruption

  /// Waits for QEMU to connect.
  func connection(
    of listener: borrowing SocketListener, _ process: QEMUProcess
  ) throws(LiveError) -> FileDescriptor {
    let descriptors = [listener.descriptor, process.messageDescriptor]
    switch try Readiness.wait(for: descriptors, until: deadline, interruption) {
    case 0: return try listener.accept()
    case nil: throw failure("QEMU does not connect", process)
    default: throw failure("QEMU ended or complained", process)
    }
  }

  /// Waits for QEMU's monitor.
  func monitor(_ channel: LineChannel, _ process: QEMUProcess) throws(LiveError) -> QMPClient {
    do {
      return try QMPClient(channel)
    } catch .machine(let reason) {
      throw failure(reason, process)
    }
  }

  /// Waits for the guest's shell.
  func waitForGuest(_ shell: GuestShell, _ process: QEMUProcess) throws(LiveError) {
    do {
      if try shell.waitUntilReady(until: deadline) { return }
    } catch .machine {
      throw failure("QEMU ended", process)
    }
    throw failure("it did not get as far as its shell", process)
  }

  private func failure(_ reason: String, _ process: QEMUProcess) -> LiveError {
    let messages = process.lastMessages().suffix(5)
    let output = FileManager.default.contents(atPath: console) ?? Data()
    let lines = String(decoding: output, as: UTF8.self)
      .split(whereSeparator: \.isNewline).suffix(15)
      .map { String($0.filter { !$0.isASCII || $0 >= " " }) }
    return .boot(
      reason: ([reason] + messages).joined(separator: ": "), console: Array(lines))
  }
}
