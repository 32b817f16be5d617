// SPDX-License-Identifier: MIT

public import AutoMovable
public import TextFiles

/// Neighbouring memory blocks that are alike, as plans and inspections write them.
public struct BlockRow {
  /// The number of the first block.
  public let first: UInt64

  /// How many they are.
  public private(set) var count: UInt64

  /// Their node.
  public let nodeID: NodeID

  /// The text of `state`.
  public let state: String

  /// Their zone, or `nil` if they are offline or several zones share them.
  public let zone: ZoneType?

  /// The device that they came with, or `boot`.
  public let device: String

  /// Creates a row.
  public init(
    first: UInt64, count: UInt64, nodeID: NodeID, state: String, zone: ZoneType?, device: String
  ) {
    self.first = first
    self.count = count
    self.nodeID = nodeID
    self.state = state
    self.zone = zone
    self.device = device
  }

  /// Takes the next blocks in, if they are alike.
  ///
  /// - Returns: Whether they are.
  public mutating func extend(by next: BlockRow) -> Bool {
    guard first + count == next.first, nodeID == next.nodeID, state == next.state,
      zone == next.zone, device == next.device
    else { return false }
    count += next.count
    return true
  }
}

extension JSONWriter {
  /// Writes the field `blocks`.
  public mutating func write(blocks rows: [BlockRow]) {
    name("blocks")
    beginList()
    for row in rows {
      beginObject()
      name("first")
      value(row.first)
      name("count")
      value(row.count)
      name("node")
      value(row.nodeID.rawValue)
      name("state")
      value(row.state)
      name("zone")
      if let zone = row.zone {
        value(zone.name)
      } else {
        null()
      }
      name("device")
      value(row.device)
      endObject()
    }
    endList()
  }

  /// Writes the field `warnings`.
  public mutating func write(warnings: [(kind: String, text: String)]) {
    name("warnings")
    beginList()
    for warning in warnings {
      beginObject()
      name("kind")
      value(warning.kind)
      name("text")
      value(warning.text)
      endObject()
    }
    endList()
  }
}
