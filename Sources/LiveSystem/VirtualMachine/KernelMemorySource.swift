// SPDX-License-Identifier: MIT

/// Where a kernel's memory is read, by the kernel's addresses.
enum KernelMemorySource {
  /// From outside, as QEMU has it.
  case guest(GuestMemory)

  /// On the machine itself.
  case core(KernelCore)

  /// What is in the kernel's image.
  func image(at address: UInt64, count: Int) throws(LiveError) -> [UInt8] {
    switch self {
    case .guest(let memory): try memory.image(at: address, count: count)
    case .core(let core): try core.bytes(at: address, count: count)
    }
  }

  /// What the kernel allocated and has a pointer to.
  ///
  /// - Parameter name: What errors call it.
  func allocated(_ name: String, at pointer: UInt64, count: Int) throws(LiveError) -> [UInt8] {
    switch self {
    case .guest(let memory): try memory.allocated(name, at: pointer, count: count)
    case .core(let core): try core.bytes(at: pointer, count: count)
    }
  }
}
