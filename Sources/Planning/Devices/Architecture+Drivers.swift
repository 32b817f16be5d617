// SPDX-License-Identifier: MIT

import AutoMovable

// How drivers differ between architectures.
extension Architecture {
  /// Whether the blocks of a DIMM are added one by one and without a memory group. Mirrors
  /// `dlpar_add_lmb` and `add_memory_merged`.
  var addsDIMMsByBlock: Bool { self == .ppc64 || self == .s390x }

  /// Whether the blocks of a DIMM are onlined even if blocks that are added stay offline.
  /// Mirrors `dlpar_online_lmb`.
  var onlinesDIMMs: Bool { self == .ppc64 }

  /// Whether a kernel can't hotplug memory at all. Mirrors `ARCH_ENABLE_MEMORY_HOTPLUG`.
  func lacksHotplug(_ kernel: KernelVersion) -> Bool {
    self == .riscv64 && kernel < KernelVersion(6, 11)
  }

  /// Whether a kernel has no driver for virtio-mem. Mirrors what `VIRTIO_MEM` depends on.
  func lacksVirtioMem(_ kernel: KernelVersion) -> Bool {
    switch self {
    case .x86_64, .arm64With64KiB, .arm64With16KiB, .arm64With4KiB: false
    case .riscv64: kernel < KernelVersion(6, 11)
    case .s390x: kernel < KernelVersion(6, 13)
    case .ppc64: true
    }
  }
}
