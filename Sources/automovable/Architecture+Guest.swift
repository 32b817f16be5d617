// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios
import TextFiles

extension Architecture {
  /// The architecture of a guest.
  ///
  /// - Throws: If there is no geometry of it, or several.
  init(of guest: ImportedGuest, in file: String) throws(InputError) {
    switch guest.architecture {
    case nil, "x86_64": self = .x86_64
    case "s390x": self = .s390x
    case "ppc64", "ppc64le": self = .ppc64
    case "riscv64": self = .riscv64
    case "aarch64":
      throw InputError(
        file: file,
        message: "a guest of aarch64: expected --geometry arm64-4k, arm64-16k or arm64-64k, as "
          + "the size of its kernel's pages isn't said")
    case let name?:
      throw InputError(
        file: file,
        message: "a guest of \(name): expected --geometry beside it, as no geometry goes by that "
          + "name")
    }
  }
}
