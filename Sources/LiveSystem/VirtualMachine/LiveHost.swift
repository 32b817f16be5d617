// SPDX-License-Identifier: MIT

internal import Foundation

/// What the virtual machines of a run have in common.
public struct LiveHost: Hashable, Sendable {
  /// How QEMU runs the guest's code.
  public enum Accelerator: String, CaseIterable, Sendable {
    /// Translation: slow, works everywhere.
    case tcg
    /// The host's own virtualization.
    case kvm
  }

  /// The path of `qemu-system-x86_64`.
  public let qemu: String

  /// The path of a static busybox.
  public let busybox: String

  /// The kernel that the guests run.
  public let kernel: GuestKernel

  /// How the guests' code is run.
  public let accelerator: Accelerator

  /// Finds what is needed.
  ///
  /// - Parameters:
  ///   - qemu: The program's path, or its name, to be found along `PATH`.
  ///   - kernel: The kernel that the guests run.
  /// - Throws: `LiveError.missing`, saying what to install.
  public init(
    qemu: String, busybox: String, kernel: GuestKernel, accelerator: Accelerator
  ) throws(LiveError) {
    guard let program = HostProgram(qemu) else {
      throw .missing("no \(qemu): install qemu-system-x86")
    }
    guard FileManager.default.isReadableFile(atPath: busybox) else {
      throw .missing("no busybox at \(busybox): install busybox-static")
    }
    self.qemu = program.path
    self.busybox = busybox
    self.kernel = kernel
    self.accelerator = accelerator
  }
}
