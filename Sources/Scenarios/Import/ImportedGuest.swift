// SPDX-License-Identifier: MIT

/// A virtual machine as another program describes it.
public struct ImportedGuest: Sendable {
  /// The machine, and what is plugged.
  public let scenario: Scenario

  /// The architecture as QEMU calls it, such as `x86_64` or `aarch64`; `nil` if that isn't
  /// said.
  public let architecture: String?

  /// What isn't planned, or was taken for granted.
  public let remarks: [GuestRemark]
}

extension ImportedGuest {
  /// What is wrong with the machine, and where its description has that.
  ///
  /// - Parameters:
  ///   - boot: What boot memory is called there.
  ///   - device: What a memory device is.
  ///   - arguments: What the kernel's arguments are.
  func problem(
    boot: String, device: String, arguments: String
  ) -> (field: String, message: String)? {
    guard let problem = scenario.firstProblem else { return nil }
    switch problem.place {
    case .list("nodes"), .element("nodes", _): return (boot, problem.reason)
    case .list("kernel_arguments"), .element("kernel_arguments", _):
      return (arguments, problem.reason)
    case .element("virtio_mem", let index):
      return (device, "\(scenario.virtioMemory[index].id): \(problem.reason)")
    case .action(let index, _):
      let id: String? =
        switch scenario.actions[index] {
        case .resize(let id, _), .addDIMM(let id, _, _): id
        default: nil
        }
      return (device, (id.map { "\($0): " } ?? "") + problem.reason)
    case .list, .element: return (device, problem.reason)
    }
  }
}
