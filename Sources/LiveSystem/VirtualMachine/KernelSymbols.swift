// SPDX-License-Identifier: MIT

/// Addresses of a kernel's symbols, by name.
struct KernelSymbols {
  private let addresses: [String: UInt64]

  /// Takes lines of `/proc/kallsyms`, such as `ffffffff82a4c0e0 d memory_groups`; those of
  /// modules, and what can't be read, are left out.
  init(lines: some Sequence<String>) {
    var addresses: [String: UInt64] = [:]
    for line in lines {
      let words = line.split(separator: " ")
      if words.count == 3, let address = UInt64(words[0], radix: 16) {
        addresses[String(words[2])] = address
      }
    }
    self.addresses = addresses
  }

  subscript(_ name: String) -> UInt64? { addresses[name] }

  /// The address of a symbol that has to be there.
  func address(of name: String) throws(LiveError) -> UInt64 {
    guard let address = addresses[name] else {
      throw .kernel("/proc/kallsyms has no symbol \(name)")
    }
    guard address != 0 else {
      throw .kernel("/proc/kallsyms hides the address of \(name) (kernel.kptr_restrict)")
    }
    return address
  }
}
