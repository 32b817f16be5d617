// SPDX-License-Identifier: MIT

import AutoMovable

/// A device of a worked history: its group and where its memory starts.
struct ExampleDevice {
  /// How a device is grouped, sizes in memory blocks of 128 MiB.
  enum Kind {
    /// No group, as the Hyper-V balloon has none.
    case ungrouped
    /// A DIMM of so many blocks.
    case dimm(blocks: Int)
    /// A virtio-mem device with units of so many blocks.
    case virtioMem(unitBlocks: Int)
  }

  /// How the device is grouped.
  let kind: Kind

  /// The first page frame number of its memory, a multiple of its unit.
  let startPFN: UInt64

  /// The kind of the device's group, or `nil` if it has none.
  var groupKind: MemoryGroup.Kind? {
    switch kind {
    case .ungrouped: nil
    case .dimm(let blocks): .static(maxPages: UInt64(blocks) * Self.blockPages)
    case .virtioMem(let blocks): .dynamic(unitPages: UInt64(blocks) * Self.blockPages)
    }
  }

  /// The range of a block of the device, counted from 0.
  func block(_ index: Int) -> PageRange {
    PageRange(
      startPFN: startPFN + UInt64(index) * Self.blockPages, pageCount: Self.blockPages)
  }

  private static var blockPages: UInt64 { MemoryGeometry.minimumBlockPages }
}
