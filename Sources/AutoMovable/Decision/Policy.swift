// SPDX-License-Identifier: MIT

/// The parameters that steer which zone onlined memory goes to.
///
/// A value is one reading of them: the kernel reads each anew where it needs
/// it, which nothing can tell apart while nobody writes at the same time.
@frozen
public struct Policy: Hashable, Sendable {
  /// The rule in force. Mirrors `online_policy`.
  public var onlinePolicy: OnlinePolicy

  /// The most movable memory for the kernel memory, in percent; 0 means none.
  ///
  /// Every 32-bit value is accepted, as by the kernel. Mirrors
  /// `auto_movable_ratio`.
  public var autoMovableRatio: UInt32

  /// Whether the ratio must hold on the node too, not only system-wide.
  ///
  /// Mirrors `auto_movable_numa_aware`.
  public var isAutoMovableNUMAAware: Bool

  /// Whether the boot parameter `movable_node` was given; `contigZones` alone
  /// looks at it. Mirrors `movable_node_enabled`.
  public var isMovableNodeEnabled: Bool

  /// Creates a policy; left-out parameters have the kernel's defaults.
  @inlinable
  public init(
    onlinePolicy: OnlinePolicy = .contigZones,
    autoMovableRatio: UInt32 = 301,
    isAutoMovableNUMAAware: Bool = true,
    isMovableNodeEnabled: Bool = false
  ) {
    self.onlinePolicy = onlinePolicy
    self.autoMovableRatio = autoMovableRatio
    self.isAutoMovableNUMAAware = isAutoMovableNUMAAware
    self.isMovableNodeEnabled = isMovableNodeEnabled
  }
}
