// SPDX-License-Identifier: MIT

/// What holds for every machine after every operation, whoever computes it.
enum Invariant: String, Hashable, Sendable {
  /// A node's present pages are the sum of its zones'.
  case nodePresent = "node-present"
  /// A zone has gained the pages of the blocks that were onlined to it, and
  /// lost those that were offlined.
  case zonePresent = "zone-present"
  /// A zone has the early pages that it had, less those that were offlined,
  /// and those that were onlined to it from elsewhere.
  case zoneEarly = "zone-early"
  /// Nothing changes the pages for contiguous allocation.
  case zoneCMA = "zone-cma"
  /// A zone spans its online pages and no more.
  case zoneSpan = "zone-span"
  /// A node spans what its zones span.
  case nodeSpan = "node-span"
  /// A group has the pages of its online blocks outside `ZONE_MOVABLE`.
  case groupKernel = "group-kernel"
  /// A group has the pages of its online blocks in `ZONE_MOVABLE`.
  case groupMovable = "group-movable"
  /// A group has the blocks that belong to it.
  case groupBlocks = "group-blocks"
  /// A group of a block is registered, a node of a block online.
  case ownerIsThere = "owner-is-there"
  /// A block is in the zone of its kind if it is online, and else in none.
  case blockState = "block-state"
  /// A block that is there since boot has boot memory.
  case earlyBlock = "early-block"
}
