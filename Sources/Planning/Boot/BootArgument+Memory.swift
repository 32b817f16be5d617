// SPDX-License-Identifier: MIT

import Scenarios

extension BootArgument {
  /// Whether the argument says what memory there is at boot, or in which zones.
  package var shapesBootMemory: Bool {
    switch name {
    case "mem", "memmap", "kernelcore", "movablecore", "cma", "hugetlb_cma", "cma_pernuma",
      "numa_cma", "numa", "efi_fake_mem":
      true
    default: false
    }
  }
}
