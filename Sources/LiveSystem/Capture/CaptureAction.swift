// SPDX-License-Identifier: MIT

/// What was done to a machine from outside.
public struct CaptureAction: Hashable, Sendable, Decodable {
  /// The kind of action: `boot`, `resize`, `dimm_add`, `param` and so on.
  public let operation: String

  /// The device that it was done to.
  public let device: String?

  /// The parameter that was written.
  public let parameter: String?

  private enum CodingKeys: String, CodingKey {
    case operation = "op"
    case device = "dev"
    case parameter = "param"
  }
}

extension CaptureAction: CustomStringConvertible {
  /// The action and what it was done to, as in `resize vm0`.
  public var description: String {
    [operation, device ?? parameter].compactMap { $0 }.joined(separator: " ")
  }
}
