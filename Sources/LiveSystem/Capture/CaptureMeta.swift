// SPDX-License-Identifier: MIT

/// What a capture was taken of.
public struct CaptureMeta: Hashable, Sendable, Decodable {
  /// The scenario.
  public let name: String?

  /// The kernel's release.
  public let kernel: String?

  /// The kernel's command line.
  public let commandLine: String?

  private enum CodingKeys: String, CodingKey {
    case name
    case kernel
    case commandLine = "append"
  }
}

extension CaptureMeta {
  /// Whether the kernel was booted with the flag `movable_node`.
  public var isMovableNodeEnabled: Bool {
    (commandLine ?? "").split(separator: " ").contains("movable_node")
  }
}
