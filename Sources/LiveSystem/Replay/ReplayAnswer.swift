// SPDX-License-Identifier: MIT

public import AutoMovable

/// A zone of a node, picked for memory that goes online.
public struct ReplayAnswer: Hashable, Sendable {
  /// The type of the zone.
  public let zone: ZoneType

  /// The node of the zone.
  public let nodeID: NodeID

  /// Creates an answer.
  public init(zone: ZoneType, nodeID: NodeID) {
    self.zone = zone
    self.nodeID = nodeID
  }
}

extension ReplayAnswer: CustomStringConvertible {
  /// As in `Movable of node 0`.
  public var description: String { "\(zone) of node \(nodeID.rawValue)" }
}
