// SPDX-License-Identifier: MIT

/// Whether a memory block may hold its own memory map. Mirrors
/// `MEMMAP_ON_MEMORY_DISABLE`, `MEMMAP_ON_MEMORY_ENABLE` and
/// `MEMMAP_ON_MEMORY_FORCE`.
@frozen
public enum MemmapOnMemory: UInt8, Hashable, Sendable {
  /// No block holds its map.
  case disabled = 0
  /// A block holds its map if that fills page blocks.
  case enabled = 1
  /// A map is even padded until it fills page blocks, from Linux 6.6 on. On
  /// x86-64 each map fills them, so nothing but the parameter's text tells.
  case forced = 2
}

extension MemmapOnMemory {
  /// What the parameter's file says, without a newline.
  @inlinable
  public var name: StaticString {
    switch self {
    case .disabled: "N"
    case .enabled: "Y"
    case .forced: "force"
    }
  }
}

#if !hasFeature(Embedded) || Descriptions
  extension MemmapOnMemory: CaseIterable {}

  extension MemmapOnMemory: CustomStringConvertible {
    /// What the parameter's file says.
    public var description: String { "\(name)" }
  }
#endif
