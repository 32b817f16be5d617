// SPDX-License-Identifier: MIT

import AutoMovable

// What QEMU's usual machine of an architecture and a kernel for it make of boot memory:
// pc and q35, s390-ccw-virtio, pseries, and virt of Arm and RISC-V.
extension Architecture {
  /// Where memory begins, in bytes. Elsewhere than on x86 it is all in one piece.
  var firstAddress: UInt64 {
    switch self {
    case .x86_64, .s390x, .ppc64: 0
    case .arm64With64KiB, .arm64With16KiB, .arm64With4KiB: 1 << 30
    case .riscv64: 1 << 31
    }
  }

  /// Where the zones of boot memory end, in bytes, ascending, as each
  /// architecture tells the kernel.
  var zoneEnds: [(type: ZoneType, end: UInt64)] {
    let last: [(type: ZoneType, end: UInt64)] = [(.normal, DevicePlacement.limit)]
    return switch self {
    case .x86_64: [(.dma, 16 << 20), (.dma32, 1 << 32)] + last
    // Without a device that reaches less far, ZONE_DMA has all below 4 GiB.
    case .arm64With64KiB, .arm64With16KiB, .arm64With4KiB: [(.dma, 1 << 32)] + last
    case .s390x: [(.dma, 1 << 31)] + last
    case .ppc64: last
    case .riscv64: [(.dma32, 1 << 32)] + last
    }
  }

  /// What a boundary of `ZONE_MOVABLE` is rounded up to. Mirrors `MAX_ORDER_NR_PAGES`
  /// of the default configuration.
  var largestOrderPages: UInt64 {
    switch self {
    case .x86_64, .arm64With4KiB, .s390x, .riscv64: 1024
    case .arm64With16KiB: 2048
    case .arm64With64KiB: 8192
    case .ppc64: 256
    }
  }

  /// Where contiguous memory has to end, in bytes, or `nil` if it may be anywhere. Mirrors
  /// `arm64_dma_phys_limit` and `dma32_phys_limit`.
  var contiguousMemoryEnd: UInt64? {
    switch self {
    case .arm64With64KiB, .arm64With16KiB, .arm64With4KiB, .riscv64: 1 << 32
    case .x86_64, .s390x, .ppc64: nil
    }
  }

  /// How many pages of boot memory are absent as a rule.
  var usualAbsentPages: UInt64 { self == .x86_64 ? MemoryMap.usualAbsentPages : 0 }

  /// The size of a memory block in bytes, if firmware says it. Mirrors
  /// `memory_block_size_bytes`.
  var firmwareBlockSize: UInt64? { self == .ppc64 ? 256 << 20 : nil }
}
