// SPDX-License-Identifier: MIT

public import AutoMovable

/// What becomes of memory that comes after the last step.
public enum PlanOutlook: Hashable, Sendable {
  /// The ratio decides: so much more can be movable, of each virtio-mem device, and as a
  /// DIMM on each node that has memory.
  case byRatio([Room])
  /// `contig-zones` decides: a block is what its neighbours are. Where these don't tell,
  /// it is movable if `movable_node` is set, and kernel memory if not.
  case byNeighbours(isElseMovable: Bool)
  /// All of it is movable: `auto_online_blocks` is `online_movable`.
  case movable
  /// All of it is kernel memory: `auto_online_blocks` is `online_kernel`.
  case kernel
  /// All of it stays offline: `auto_online_blocks` is `offline`.
  case offline

  /// How much more can come before the first kernel block.
  public struct Room: Hashable, Sendable {
    /// What it is for: a virtio-mem device, or `nil` for another DIMM.
    public let device: String?
    /// The node of the memory.
    public let nodeID: NodeID
    /// How much, in bytes: whole units of the device, or whole memory blocks.
    public let bytes: UInt64
    /// How much of it the device is large enough for, in bytes: all of it for a DIMM, which is
    /// another one.
    public let fittingBytes: UInt64
  }
}
