// SPDX-License-Identifier: MIT

/// A call of `adjust_present_page_count`: pages that went online or offline.
public struct CaptureAdjustment: Hashable, Sendable {
  /// The task that did it.
  public let task: String?

  /// The pages, negative if they went offline.
  public let pages: Int64

  /// The first page frame number.
  public let startPFN: UInt64

  /// The kernel's address of the memory's group, or `nil` if it has none.
  public let groupAddress: UInt64?
}
