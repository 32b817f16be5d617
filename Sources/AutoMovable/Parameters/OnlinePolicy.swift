// SPDX-License-Identifier: MIT

/// The rule that picks a zone for memory onlined without a requested zone.
///
/// Mirrors the values of the parameter `memory_hotplug.online_policy`.
@frozen
public enum OnlinePolicy: UInt8, Hashable, Sendable {
  /// Keep zones contiguous. Mirrors `ONLINE_POLICY_CONTIG_ZONES`.
  case contigZones = 0
  /// Keep a ratio of movable to kernel memory. Mirrors
  /// `ONLINE_POLICY_AUTO_MOVABLE`.
  case autoMovable = 1
}

extension OnlinePolicy {
  /// The text of the parameter. Mirrors `online_policy_to_str`.
  @inlinable
  public var name: StaticString {
    switch self {
    case .contigZones: "contig-zones"
    case .autoMovable: "auto-movable"
    }
  }
}

extension OnlinePolicy {
  /// The policy that a text names, perhaps with a newline after it; all else
  /// but exactly that is none. Mirrors `sysfs_match_string`.
  ///
  /// - Parameter text: What is written to the file. As there, nothing counts
  ///   from a NUL on.
  public init?(sysfsText text: Span<UInt8>) {
    let text = text.extracting(0..<text.sysfsStringCount())
    var index: UInt8 = 0
    while let policy = Self(rawValue: index) {
      if text.equalsSysfs(policy.name) {
        self = policy
        return
      }
      index += 1
    }
    return nil
  }
}

#if !hasFeature(Embedded) || Descriptions
  extension OnlinePolicy: CaseIterable {}

  extension OnlinePolicy: CustomStringConvertible {
    /// The text of the parameter.
    public var description: String { "\(name)" }
  }
#endif
