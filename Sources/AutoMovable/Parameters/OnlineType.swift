// SPDX-License-Identifier: MIT

/// What is requested when memory is onlined.
///
/// Mirrors `MMOP_OFFLINE`, `MMOP_ONLINE`, `MMOP_ONLINE_KERNEL` and
/// `MMOP_ONLINE_MOVABLE`.
@frozen
public enum OnlineType: UInt8, Hashable, Sendable {
  /// Don't online. A zone asked for with it is the policy's choice.
  case offline = 0
  /// Online to the zone that the policy picks.
  case online = 1
  /// Online to a kernel zone.
  case onlineKernel = 2
  /// Online to `ZONE_MOVABLE`.
  case onlineMovable = 3
}

extension OnlineType {
  /// The text in sysfs. Mirrors `online_type_to_str`.
  @inlinable
  public var name: StaticString {
    switch self {
    case .offline: "offline"
    case .online: "online"
    case .onlineKernel: "online_kernel"
    case .onlineMovable: "online_movable"
    }
  }
}

extension OnlineType {
  /// The type that a text names, perhaps with a newline after it; all else
  /// but exactly that is none. Mirrors `mhp_online_type_from_str`, which also
  /// reads the boot parameter `memhp_default_state`.
  ///
  /// - Parameter text: What is written to the file. As there, nothing counts
  ///   from a NUL on.
  public init?(sysfsText text: Span<UInt8>) {
    let text = text.extracting(0..<text.sysfsStringCount())
    var index: UInt8 = 0
    while let type = Self(rawValue: index) {
      if text.equalsSysfs(type.name) {
        self = type
        return
      }
      index += 1
    }
    return nil
  }
}

#if !hasFeature(Embedded) || Descriptions
  extension OnlineType: CaseIterable {}

  extension OnlineType: CustomStringConvertible {
    /// The text in sysfs.
    public var description: String { "\(name)" }
  }
#endif
