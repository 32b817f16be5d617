// SPDX-License-Identifier: MIT

import Foundation
import SystemPackage
import Testing

@testable import LiveSystem

/// Boots that come to nothing. The guest's end of the control port is a pipe, and
/// QEMU a program that waits for its end.
@Suite struct VirtualMachineBootTests {
  private let console = FileManager.default.temporaryDirectory
    .appending(path: "automovable-\(UUID().uuidString).console").path
  private let interruption: Interruption
  private let guest: FileDescriptor
  private let shell: GuestShell

  init() throws {
    interruption = try Interruption()
    let pipe = try FileDescriptor.pipe()
    guest = pipe.writeEnd
    shell = GuestShell(
      LineChannel(pipe.readEnd, peer: "the guest", interruption: interruption))
  }

  private func wait(printing end: String = "the last words") throws {
    try "an early line\r\n\u{1B}[1m\(end)\n"
      .write(toFile: console, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: console) }
    let boot = VirtualMachineBoot(
      console: GuestConsole(path: console), interruption: interruption, patience: .zero)
    let process = try QEMUProcess(program: "/bin/sleep", arguments: ["3600"])
    try boot.waitForGuest(shell, process)
  }

  private func failure(_ reason: String, _ end: String = "the last words") -> LiveError {
    .boot(reason: reason, console: ["an early line", "[1m\(end)"])
  }

  @Test func isOverWhenTheShellIsReady() throws {
    try guest.writeAll("noise\n#ready\n".utf8)
    try wait()
    try guest.close()
  }

  @Test func isGivenUpWhenTheConsoleIsSilent() throws {
    #expect(throws: failure("nothing new on its console for 0.0 seconds")) {
      try wait()
    }
    try guest.close()
  }

  @Test func endsWithTheGuest() throws {
    try guest.close()
    #expect(throws: failure("it ended before its shell was there")) { try wait() }
  }

  @Test func endsWithTheKernelsPanic() throws {
    try guest.close()
    #expect(throws: failure("Kernel panic - no root", "[5.0] Kernel panic - no root")) {
      try wait(printing: "[5.0] Kernel panic - no root")
    }
  }

  @Test func endsWhenInterrupted() throws {
    interruption.interrupt()
    #expect(throws: LiveError.interrupted) { try wait() }
    try guest.close()
  }
}
