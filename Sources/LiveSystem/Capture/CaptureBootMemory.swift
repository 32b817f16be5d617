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
  /// Takes what the log has, in pages.
  init(_ boot: BootRange, of geometry: Geometry = .x86_64) {
    nodeID = boot.nodeID
    let startPFN = boot.addresses.lowerBound / geometry.pageSize
    range = PageRange(
      startPFN: startPFN,
      pageCount: (boot.addresses.upperBound + 1) / geometry.pageSize - startPFN)
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
    self.nodeID = try fields.require(nodeID, .nodeID)
    range = PageRange(
      startPFN: try fields.require(startPFN, .startPFN),
      pageCount: try fields.require(pages, .pages))
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
