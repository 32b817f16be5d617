// SPDX-License-Identifier: MIT

/// What is wished for when memory is onlined.
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

#if !hasFeature(Embedded)
extension OnlineType: CaseIterable {}
#endif
