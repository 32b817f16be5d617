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
  ///   - kernelDirectory: Where a kernel package was unpacked.
  /// - Throws: `LiveError.missing`, saying what to install.
  public init(
    qemu: String, busybox: String, kernelDirectory: String, accelerator: Accelerator
  ) throws(LiveError) {
    let directories =
      qemu.contains("/")
      ? [""]
      : (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/" }
    let candidates = directories.map { $0 + qemu }
    guard let path = candidates.first(where: FileManager.default.isExecutableFile(atPath:)) else {
      throw .missing("no \(qemu): install qemu-system-x86")
    }
    guard FileManager.default.isReadableFile(atPath: busybox) else {
      throw .missing("no busybox at \(busybox): install busybox-static")
    }
    self.qemu = path
    self.busybox = busybox
    self.kernel = try GuestKernel(directory: kernelDirectory)
    self.accelerator = accelerator
  }
}
