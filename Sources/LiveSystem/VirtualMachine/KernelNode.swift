// SPDX-License-Identifier: MIT

/// A node as it is in the kernel's memory.
struct KernelNode {
  let counters: CaptureNode

  /// The zones by name.
  let zones: [String: CaptureZone.Raw]
}
