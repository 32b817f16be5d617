// SPDX-License-Identifier: MIT

public import AutoMovable
import TextFiles

/// A run of page frames that the kernel found at boot, as its log has it under
/// "Early memory node ranges".
public struct CaptureBootMemory: Hashable, Sendable {
  /// The node that the memory belongs to.
  public let nodeID: NodeID

  /// The page frames.
  public let range: PageRange
}

extension CaptureBootMemory {
  /// Reads a line of the log; `nil` if it is about something else.
  ///
  /// `  node   0: [mem 0x0000000000001000-0x000000000009efff]`, with a time in front.
  public init?(_ line: String) {
    let words = line.split(separator: " ")
    guard words.count >= 4, words[words.count - 4] == "node", words[words.count - 2] == "[mem",
      let node = Int32(words[words.count - 3].dropLast()), words[words.count - 3].last == ":",
      NodeID(node).isPossible, let last = words.last, last.last == "]"
    else { return nil }
    let ends = last.dropLast().split(separator: "-").map { text in
      text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : nil
    }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first < last, last < .max
    else { return nil }
    nodeID = NodeID(node)
    let startPFN = first / Geometry.x86_64.pageSize
    range = PageRange(
      startPFN: startPFN, pageCount: (last + 1) / Geometry.x86_64.pageSize - startPFN)
  }
}

extension CaptureBootMemory: CaptureValue {
  private enum Field: UInt8, JSONName {
    case nodeID, startPFN, pages

    var name: StaticString {
      switch self {
      case .nodeID: "nid"
      case .startPFN: "start_pfn"
      case .pages: "pages"
      }
    }
  }

  init(_ reader: inout JSONReader) throws(JSONError) {
    var nodeID: NodeID?
    var (startPFN, pages): (UInt64?, UInt64?)
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.nextKnown(&reader) {
      switch field {
      case .nodeID: nodeID = try reader.nodeID()
      case .startPFN: startPFN = try reader.integer()
      case .pages: pages = try reader.integer()
      }
    }
    self.nodeID = try fields.require(nodeID, .nodeID, in: reader)
    range = PageRange(
      startPFN: try fields.require(startPFN, .startPFN, in: reader),
      pageCount: try fields.require(pages, .pages, in: reader))
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.name("nid")
    writer.value(nodeID.rawValue)
    writer.field("start_pfn", range.startPFN)
    writer.field("pages", range.pageCount)
    writer.endObject()
  }
}
