// SPDX-License-Identifier: MIT

/// What a ratio test needs to know of the group that memory is to join.
@usableFromInline
@frozen
struct RatioTarget {
  /// The group's id, or -1, which no group has, if there is no group.
  @usableFromInline let id: MemoryGroupID

  /// The group's kernel pages if it is dynamic, 0 otherwise.
  @usableFromInline let kernelPages: UInt64

  @inlinable @inline(__always)
  init(_ group: MemoryGroup?) {
    id = group?.id ?? -1
    var pages: UInt64 = 0
    if let group, group.isDynamic { pages = group.presentKernelPages }
    kernelPages = pages
  }
}
