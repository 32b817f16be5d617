// SPDX-License-Identifier: MIT

internal import SystemPackage

/// The waits of a boot; whatever goes wrong is told with the console's end.
struct VirtualMachineBoot {
  let console: GuestConsole
  let interruption: Interruption
  /// How long the guest may be silent before it is given up; a slow one may
  /// take as long as it likes.
  var patience: Duration = .seconds(120)

  /// Waits for QEMU to connect.
  func connection(
    of listener: borrowing SocketListener, _ process: QEMUProcess
  ) throws(LiveError) -> FileDescriptor {
    let descriptors = [listener.descriptor, process.messageDescriptor]
    switch try Readiness.wait(for: descriptors, until: .after(patience), interruption) {
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

  /// Waits for the guest's shell, for as long as there is news on the console.
  func waitForGuest(_ shell: GuestShell, _ process: QEMUProcess) throws(LiveError) {
    var size = console.size
    var silence = Deadline.after(patience)
    do {
      repeat {
        if try shell.waitUntilReady(until: .after(patience / 20)) { return }
        if console.size != size { silence = .after(patience) }
        size = console.size
      } while silence.milliseconds > 0
    } catch .machine {
      throw failure("it ended before its shell was there", process)
    }
    throw failure("nothing new on its console for \(patience)", process)
  }

  private func failure(_ reason: String, _ process: QEMUProcess) -> LiveError {
    let reasons = [console.panic ?? reason] + process.lastMessages().suffix(5)
    return .boot(reason: reasons.joined(separator: ": "), console: console.end)
  }
}
