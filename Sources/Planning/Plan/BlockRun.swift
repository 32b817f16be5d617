// SPDX-License-Identifier: MIT

public import AutoMovable

/// Neighbouring memory blocks that are alike.
public struct BlockRun: Hashable, Sendable {
  /// Whose memory the blocks are.
  public enum Owner: Hashable, Sendable {
    /// They were there at boot.
    case boot
    /// They were plugged before the plan begins.
    case earlier
    /// A device's, by its position among the devices.
    case device(Int)
  }

  /// The number of the first block.
  public let first: UInt64

  /// How many they are.
  public internal(set) var count: UInt64

  /// Their node.
  public let nodeID: NodeID

  /// Whether they are online.
  public let state: MemoryBlock.State

  /// Their zone, or `nil` if they are offline or several zones share them.
  public let zone: ZoneType?

  /// Whose they are.
  public let owner: Owner
}

extension BlockRun {
  /// Whether another run is the next blocks and like these.
  func continues(into next: BlockRun) -> Bool {
    first + count == next.first && nodeID == next.nodeID && state == next.state
      && zone == next.zone && owner == next.owner
  }
}
