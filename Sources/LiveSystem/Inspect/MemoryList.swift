// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

/// What `lsmem -J` prints: memory blocks, like neighbours as one row.
struct MemoryList {
  /// The size of a block, in bytes.
  let blockSize: UInt64

  /// The blocks, ascending.
  let blocks: [CaptureBlock]

  /// The most blocks that a list may have.
  static var maximumCount: UInt64 { 1 << 20 }
}

extension MemoryList {
  private enum ListField: UInt8, JSONName {
    case memory

    var name: StaticString { "memory" }
  }

  private enum Field: UInt8, JSONName {
    case range, state, removable, block, node, zones

    var name: StaticString {
      switch self {
      case .range: "range"
      case .state: "state"
      case .removable: "removable"
      case .block: "block"
      case .node: "node"
      case .zones: "zones"
      }
    }
  }

  private struct Row {
    let range: ClosedRange<UInt64>
    let blocks: ClosedRange<UInt64>
    var block: CaptureBlock
  }

  init(_ reader: inout JSONReader) throws(JSONError) {
    var blocks: [CaptureBlock] = []
    var blockSize: UInt64?
    var hasList = false
    var fields = try JSONFields<ListField>(&reader)
    while try fields.nextKnown(&reader) != nil {
      hasList = true
      var isFirst = true
      try reader.beginList()
      while try reader.nextElement(&isFirst) {
        _ = reader.peek()
        let start = reader.position
        let row = try Self.row(&reader)
        let count = row.blocks.upperBound - row.blocks.lowerBound + 1
        let size = (row.range.upperBound - row.range.lowerBound) / count + 1
        guard size & (size &- 1) == 0, size <= 1 << 40,
          size >= Geometry.sectionSizes.lowerBound,
          row.range.lowerBound / size == row.blocks.lowerBound,
          row.range.lowerBound % size == 0, row.range.upperBound / size == row.blocks.upperBound,
          row.range.upperBound % size == size - 1, blockSize == nil || blockSize == size
        else {
          throw reader.invalid("range and block don't fit together", at: start)
        }
        guard UInt64(blocks.count) + count <= Self.maximumCount,
          blocks.last.map({ $0.index < row.blocks.lowerBound }) ?? true
        else {
          throw reader.invalid(
            "expected at most \(Self.maximumCount) blocks, ascending", at: start)
        }
        blockSize = size
        for index in row.blocks {
          var block = row.block
          block.index = index
          blocks.append(block)
        }
      }
    }
    guard hasList, let blockSize else {
      throw reader.invalid("expected \"memory\", a list that isn't empty", at: fields.start)
    }
    self.blockSize = blockSize
    self.blocks = blocks
  }

  private static func row(_ reader: inout JSONReader) throws(JSONError) -> Row {
    var (range, blocks): (ClosedRange<UInt64>?, ClosedRange<UInt64>?)
    var block = CaptureBlock(index: 0, state: "", validZones: "", nodes: [])
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.nextKnown(&reader) {
      _ = reader.peek()
      let start = reader.position
      switch field {
      case .range: range = try Self.range(&reader)
      case .block: blocks = try Self.numbers(&reader)
      case .state:
        block.state = try reader.text()
        guard ["online", "offline", "going-offline"].contains(block.state) else {
          throw reader.expected("online, offline or going-offline", at: start)
        }
      case .removable:
        // Newer lsmem has truth values, older ones have words.
        switch try QMPValue(&reader) {
        case .bool(let isRemovable): block.removable = isRemovable ? "1" : "0"
        case .string(let text): block.removable = text == "yes" ? "1" : "0"
        default: throw reader.expected("true or false", at: start)
        }
      case .node:
        let value = try QMPValue(&reader)
        guard value != .null else { continue }
        guard let node = value.unsigned ?? value.text.flatMap({ UInt64($0) }),
          node < NodeID.maximumCount
        else { throw reader.expected("a node below \(NodeID.maximumCount)", at: start) }
        block.nodes = [Int32(node)]
      case .zones:
        guard !reader.null() else { continue }
        let text = try reader.text()
        block.validZones = text == "None" ? "none" : text.replacing("/", with: " ")
        guard block.namesZones else { throw reader.expected("names of zones", at: start) }
      }
    }
    guard fields.contains(.state) else { throw fields.missing(.state) }
    return Row(
      range: try fields.require(range, .range),
      blocks: try fields.require(blocks, .block), block: block)
  }

  /// `"0x0000000100000000-0x000000063fffffff"`
  private static func range(_ reader: inout JSONReader) throws(JSONError) -> ClosedRange<UInt64> {
    let start = reader.position
    let text = try reader.text()
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { end in
      end.hasPrefix("0x") && end.dropFirst(2).first?.isHexDigit == true
        ? UInt64(end.dropFirst(2), radix: 16) : nil
    }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first < last,
      last < Geometry.addressCount
    else { throw reader.expected("a range such as \"0x0-0x7ffffff\"", at: start) }
    return first...last
  }

  /// `"32-199"` or `"32"`
  private static func numbers(
    _ reader: inout JSONReader
  ) throws(JSONError) -> ClosedRange<UInt64> {
    let start = reader.position
    let value = try QMPValue(&reader)
    if let number = value.unsigned, number < Geometry.greatestSectionCount {
      return number...number
    }
    let ends = (value.text ?? "").split(separator: "-", omittingEmptySubsequences: false)
      .map { UInt64($0) }
    guard 1...2 ~= ends.count, let first = ends[0], let last = ends[ends.count - 1],
      first <= last, last < Geometry.greatestSectionCount
    else { throw reader.expected("numbers of blocks such as \"32-199\"", at: start) }
    return first...last
  }
}
