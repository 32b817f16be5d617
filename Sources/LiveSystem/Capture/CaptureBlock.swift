// SPDX-License-Identifier: MIT

public import AutoMovable
import TextFiles

/// A memory block as sysfs shows it.
public struct CaptureBlock: Hashable, Sendable {
  /// The number of the block: its address / the size of a block.
  public var index: UInt64

  /// The text of `state`.
  public var state: String

  /// The text of `valid_zones`.
  public var validZones: String

  /// The nodes that the block is linked to.
  public var nodes: [Int32]

  /// `phys_device`.
  public var physicalDevice: UInt64?

  /// The text of `removable`.
  public var removable: String?
}

extension CaptureBlock {
  /// Whether the block is online.
  public var isOnline: Bool { state == "online" }

  /// The one zone that the block is in, if it is online, or may be onlined to; `nil` if
  /// there are several or none.
  public var zone: ZoneType? {
    ZoneType(name: validZones)
  }

  /// The block's first node.
  public var nodeID: NodeID { NodeID(nodes.first ?? 0) }
}

// MARK: Rows

/// The blocks are rows whose cells are in the order of `block_fields`.
extension [CaptureBlock] {
  /// A cell of a row.
  enum Column: UInt8, JSONName, CaseIterable {
    case index, state, validZones, nodes, physicalDevice, removable

    var name: StaticString {
      switch self {
      case .index: "index"
      case .state: "state"
      case .validZones: "valid_zones"
      case .nodes: "nodes"
      case .physicalDevice: "phys_device"
      case .removable: "removable"
      }
    }
  }

  /// Reads `block_fields`; one that isn't known is `nil`.
  static func columns(_ reader: inout JSONReader) throws(JSONError) -> [Column?] {
    _ = reader.peek()
    let start = reader.position
    let columns = try reader.list { reader throws(JSONError) in
      let name = try reader.string()
      return Column.allCases.first { reader.equals(name, $0.name) }
    }
    for column in Column.allCases {
      switch columns.count(where: { $0 == column }) {
      case 0 where column.rawValue <= Column.validZones.rawValue:
        throw reader.invalid("\(column.name) is missing", at: start)
      case 0, 1: continue
      default: throw reader.invalid("\(column.name) is given twice", at: start)
      }
    }
    return columns
  }

  /// Reads the rows.
  init(_ reader: inout JSONReader, _ columns: [Column?]) throws(JSONError) {
    var blocks: [CaptureBlock] = []
    var block = CaptureBlock(index: 0, state: "", validZones: "", nodes: [])
    // Mostly a cell is what it was in the row before; then nothing is made anew.
    var (state, validZones, nodes, removable) = (0..<0, 0..<0, 0..<0, 0..<0)
    var isFirstRow = true
    try reader.beginList()
    while try reader.nextElement(&isFirstRow) {
      var isFirst = true
      try reader.beginList()
      for column in columns {
        guard try reader.nextElement(&isFirst) else {
          throw reader.invalid(
            "expected \(columns.count) cells, found fewer", at: reader.position &- 1)
        }
        switch column {
        case .index: block.index = try reader.integer()
        case .state: try reader.text(again: &state, &block.state)
        case .validZones: try reader.text(again: &validZones, &block.validZones)
        case .nodes:
          guard nodes.isEmpty || !reader.skip(again: nodes) else { continue }
          _ = reader.peek()
          let start = reader.position
          block.nodes = try reader.list { reader throws(JSONError) in
            try reader.nodeID().rawValue
          }
          nodes = start..<reader.position
        case .physicalDevice: block.physicalDevice = try reader.integer()
        case .removable:
          var text = block.removable ?? ""
          try reader.text(again: &removable, &text)
          block.removable = text
        case nil: try reader.skipValue()
        }
      }
      guard try !reader.nextElement(&isFirst) else {
        throw reader.invalid("expected \(columns.count) cells, found more", at: reader.position)
      }
      blocks.append(block)
    }
    self = blocks
  }

  /// Writes `block_fields` and `blocks`.
  func write(to writer: inout JSONWriter) {
    writer.name("block_fields")
    writer.beginList()
    for column in Column.allCases { writer.value(column.name) }
    writer.endList()
    writer.name("blocks")
    writer.beginList()
    for block in self {
      writer.beginList()
      writer.value(block.index)
      writer.value(block.state)
      writer.value(block.validZones)
      writer.beginList()
      for node in block.nodes { writer.value(node) }
      writer.endList()
      writer.value(block.physicalDevice ?? 0)
      writer.value(block.removable ?? "")
      writer.endList()
    }
    writer.endList()
  }
}

extension JSONReader {
  /// Reads a text, or keeps the one that was read from a range if it is the same.
  @inline(__always)
  fileprivate mutating func text(
    again range: inout Range<Int>, _ text: inout String
  ) throws(JSONError) {
    if !range.isEmpty, skip(again: range) { return }
    _ = peek()
    let start = position
    text = try self.text()
    range = start..<position
  }
}
