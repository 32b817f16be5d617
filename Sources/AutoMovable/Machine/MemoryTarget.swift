// SPDX-License-Identifier: MIT

/// Where added memory belongs.
@frozen
public enum MemoryTarget: Hashable, Sendable {
  /// To a node and no group.
  case node(NodeID)
  /// To a group, and so to the group's node. Mirrors `MHP_NID_IS_MGID`.
  case group(MemoryGroupID)
}
