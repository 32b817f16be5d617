// SPDX-License-Identifier: MIT

public import AutoMovable

/// Something that brought memory after boot, as far as it can be told.
public struct MemoryDevice: Hashable, Sendable {
  /// What kind of device it is, which decides about its memory group.
  public enum Kind: String, Hashable, Sendable {
    /// virtio-mem, whose group is dynamic.
    case virtioMem = "virtio-mem"
    /// A DIMM, or what ACPI presents as one: its group is static.
    case dimm
    /// A DAX device that kmem took for memory: its group is static.
    case dax
    /// Something without a group, such as a balloon, or nobody knows what.
    case other
  }

  /// The name.
  public let id: String

  /// The kind.
  public let kind: Kind

  /// The pages that it has or can have, ascending.
  public internal(set) var pages: [Range<UInt64>]

  /// The granularity of a virtio-mem device, in bytes, if it is known.
  public let deviceBlockSize: UInt64?

  /// The node that the device says that its memory is of.
  public internal(set) var nodeID: NodeID?

  /// How all this is known.
  public let evidence: String

  /// Whether nobody said so: not QEMU, not daxctl, not the user.
  public let isInferred: Bool
}

extension MemoryDevice {
  /// The group that the device's driver registers, or `nil` if it registers none.
  ///
  /// virtio-mem's unit is a memory block, or its own block if that is larger. Whether
  /// it is, isn't exported.
  func group(blockPages: UInt64, of geometry: Geometry) -> MemoryGroup.Kind? {
    switch kind {
    case .virtioMem:
      let unit = (deviceBlockSize ?? 0) / geometry.pageSize
      return .dynamic(unitPages: max(unit, blockPages))
    case .dimm:
      return .static(maxPages: pages.reduce(0) { $0 + UInt64($1.count) })
    case .dax:
      // What isn't a whole block isn't counted.
      let whole = pages.reduce(0 as UInt64) { sum, range in
        let first = (range.lowerBound + blockPages - 1) / blockPages
        let end = range.upperBound / blockPages
        return sum + (end > first ? (end - first) * blockPages : 0)
      }
      return whole > 0 ? .static(maxPages: whole) : nil
    case .other:
      return nil
    }
  }
}
