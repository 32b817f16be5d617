// SPDX-License-Identifier: MIT

/// What was in a kernel's memory at a moment.
struct KernelState {
  /// The nodes by number.
  let nodes: [Int: KernelNode]

  /// The registered memory groups, by ascending number.
  let groups: [CaptureGroup]
}
