// SPDX-License-Identifier: MIT

public import AutoMovable

/// The parameters of the policy as sysfs prints them.
public struct CaptureParameters: Hashable, Sendable {
  /// `online_policy`.
  public let onlinePolicy: OnlinePolicy

  /// `auto_movable_ratio`, in percent.
  public let autoMovableRatio: UInt32

  /// `auto_movable_numa_aware`; false for a kernel without it, which has one
  /// node.
  public let isAutoMovableNUMAAware: Bool
}

extension CaptureParameters: Decodable {
  private enum CodingKeys: String, CodingKey {
    case onlinePolicy = "online_policy"
    case autoMovableRatio = "auto_movable_ratio"
    case isAutoMovableNUMAAware = "auto_movable_numa_aware"
  }

  /// Reads parameters; see `docs/formats.md`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(String.self, forKey: .onlinePolicy) {
    case "contig-zones": onlinePolicy = .contigZones
    case "auto-movable": onlinePolicy = .autoMovable
    case let text:
      throw DecodingError.dataCorruptedError(
        forKey: .onlinePolicy, in: container,
        debugDescription: "expected contig-zones or auto-movable, found \(text.quoted)")
    }

    let ratio = try container.decode(String.self, forKey: .autoMovableRatio)
    guard let value = UInt32(ratio) else {
      throw DecodingError.dataCorruptedError(
        forKey: .autoMovableRatio, in: container,
        debugDescription: "expected a decimal 32-bit number as text, found \(ratio.quoted)")
    }
    autoMovableRatio = value

    switch try container.decodeIfPresent(String.self, forKey: .isAutoMovableNUMAAware) {
    case "Y": isAutoMovableNUMAAware = true
    case "N", nil: isAutoMovableNUMAAware = false
    case .some(let text):
      throw DecodingError.dataCorruptedError(
        forKey: .isAutoMovableNUMAAware, in: container,
        debugDescription: "expected Y or N, found \(text.quoted)")
    }
  }
}

extension CaptureParameters {
  /// The parameters as the core takes them.
  public func policy(isMovableNodeEnabled: Bool) -> Policy {
    Policy(
      onlinePolicy: onlinePolicy, autoMovableRatio: autoMovableRatio,
      isAutoMovableNUMAAware: isAutoMovableNUMAAware,
      isMovableNodeEnabled: isMovableNodeEnabled)
  }
}
