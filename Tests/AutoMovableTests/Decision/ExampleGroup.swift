// SPDX-License-Identifier: MIT

import AutoMovable

/// A memory group of a worked example.
struct ExampleGroup: Sendable {
  let nodeID: NodeID
  let kind: MemoryGroup.Kind
  let kernelPages: UInt64
  let movablePages: UInt64

  /// A dynamic group with units of one memory block.
  static func dynamic(
    kernel: UInt64 = 0, movable: UInt64 = 0, node: NodeID = 0
  ) -> ExampleGroup {
    ExampleGroup(
      nodeID: node, kind: .dynamic(unitPages: 32_768), kernelPages: kernel,
      movablePages: movable)
  }

  /// A static group of 16 GiB.
  static func `static`(
    kernel: UInt64 = 0, movable: UInt64 = 0, node: NodeID = 0
  ) -> ExampleGroup {
    ExampleGroup(
      nodeID: node, kind: .static(maxPages: 4_194_304), kernelPages: kernel,
      movablePages: movable)
  }

  /// The group as the core holds it.
  func registered(as id: MemoryGroupID) -> MemoryGroup {
    MemoryGroup(
      id: id, nodeID: nodeID, kind: kind, presentKernelPages: kernelPages,
      presentMovablePages: movablePages)
  }
}
