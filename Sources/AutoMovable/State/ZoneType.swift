// SPDX-License-Identifier: MIT

/// The kind of a zone, with the index that the kernel gives it on x86-64.
///
/// Mirrors `enum zone_type` with `CONFIG_ZONE_DMA`, `CONFIG_ZONE_DMA32` and
/// `CONFIG_ZONE_DEVICE`.
@frozen
public enum ZoneType: UInt8, Hashable, Sendable {
  /// Memory below 16 MiB. Mirrors `ZONE_DMA`.
  case dma = 0
  /// Memory from 16 MiB to 4 GiB. Mirrors `ZONE_DMA32`.
  case dma32 = 1
  /// Kernel memory without an address limit. Mirrors `ZONE_NORMAL`.
  case normal = 2
  /// Memory that holds movable allocations only, hence can be unplugged.
  /// Mirrors `ZONE_MOVABLE`.
  case movable = 3
  /// Device memory, never onlined. Mirrors `ZONE_DEVICE`.
  case device = 4
}

extension ZoneType {
  /// The number of zone types: 5. Mirrors `MAX_NR_ZONES`.
  @inlinable public static var count: Int { 5 }

  /// The name as the kernel prints it in `valid_zones` and `/proc/zoneinfo`.
  @inlinable
  public var name: StaticString {
    switch self {
    case .dma: "DMA"
    case .dma32: "DMA32"
    case .normal: "Normal"
    case .movable: "Movable"
    case .device: "Device"
    }
  }
}

#if !hasFeature(Embedded) || Descriptions
  extension ZoneType: CaseIterable {}

  extension ZoneType: CustomStringConvertible {
    /// The name as the kernel prints it.
    public var description: String { "\(name)" }
  }
#endif
