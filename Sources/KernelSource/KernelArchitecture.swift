// SPDX-License-Identifier: MIT

/// An architecture whose configurations can be taken.
enum KernelArchitecture: String, CaseIterable {
  case x86, arm64, s390, powerpc, riscv

  /// The option that is set for it.
  var option: String {
    switch self {
    case .x86: "CONFIG_X86_64"
    case .arm64: "CONFIG_ARM64"
    case .s390: "CONFIG_S390"
    case .powerpc: "CONFIG_PPC64"
    case .riscv: "CONFIG_RISCV"
    }
  }

  /// That of a configuration.
  init?(_ configuration: KernelConfiguration) {
    let set = Self.allCases.filter { configuration.isSet($0.option) }
    guard set.count == 1 else { return nil }
    self = set[0]
  }

  /// The file that has `SECTION_SIZE_BITS`.
  var header: String { "arch/\(rawValue)/include/asm/sparsemem.h" }

  /// `PAGE_SHIFT`: since 6.9 an option, before that one of each architecture that has
  /// a choice.
  func pageShift(_ configuration: KernelConfiguration) -> Int? {
    let shift =
      configuration.number("CONFIG_PAGE_SHIFT")
      ?? configuration.number("CONFIG_ARM64_PAGE_SHIFT")
      ?? configuration.number("CONFIG_PPC_PAGE_SHIFT")
    if let shift { return 12...18 ~= shift ? Int(shift) : nil }
    let prefix: String
    switch self {
    case .x86, .s390, .riscv: return 12
    case .arm64: prefix = "CONFIG_ARM64"
    case .powerpc: prefix = "CONFIG_PPC"
    }
    let sizes = [(12, "4K"), (14, "16K"), (16, "64K"), (18, "256K")].filter {
      configuration.isSet("\(prefix)_\($0.1)_PAGES")
    }
    return sizes.count == 1 ? sizes[0].0 : nil
  }

  /// `pageblock_order`: a huge page, or else the largest that the page allocator has.
  func pageBlockOrder(
    _ configuration: KernelConfiguration, pageShift: Int, in tree: KernelTree
  ) throws(KernelSourceError) -> Int {
    // Until 6.3 the option, 11, is the first that there isn't.
    let isPast =
      try tree.read("include/linux/mmzone.h")[...].firstRange(of: "(1 << (MAX_ORDER - 1))") != nil
    let option = Int(configuration.number("CONFIG_ARCH_FORCE_MAX_ORDER") ?? (isPast ? 11 : 10))
    let largest = isPast ? option - 1 : option
    let order =
      configuration.isSet("CONFIG_HUGETLB_PAGE")
      ? min(hugePageOrder(pageShift: pageShift), largest) : largest
    return max(0, min(order, 30))
  }

  /// `HPAGE_SHIFT - PAGE_SHIFT`; of POWER, which chooses at boot, that of hashed page
  /// tables.
  private func hugePageOrder(pageShift: Int) -> Int {
    switch self {
    case .x86, .arm64, .riscv: pageShift - 3
    case .s390: 8
    case .powerpc: 24 - pageShift
    }
  }
}
