// SPDX-License-Identifier: MIT

public import AutoMovable
import TextFiles

/// A node's own counters, in pages: the fields of `struct pglist_data`.
public struct CaptureNode: Hashable, Sendable {
  /// The node.
  public let nodeID: NodeID

  /// `node_start_pfn`.
  public let startPFN: UInt64

  /// `node_spanned_pages`.
  public let spanned: UInt64

  /// `node_present_pages`.
  public let present: UInt64
}

extension CaptureNode {
  private enum Field: UInt8, JSONName {
    case startPFN, spanned, present

    var name: StaticString {
      switch self {
      case .startPFN: "start_pfn"
      case .spanned: "spanned"
      case .present: "present"
      }
    }
  }

  /// Reads a node, whose number stands before it.
  init(_ reader: inout JSONReader, nodeID: NodeID) throws(JSONError) {
    var (startPFN, spanned, present): (UInt64?, UInt64?, UInt64?)
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.nextKnown(&reader) {
      let pages: UInt64 = try reader.integer()
      switch field {
      case .startPFN: startPFN = pages
      case .spanned: spanned = pages
      case .present: present = pages
      }
    }
    self.nodeID = nodeID
    self.startPFN = try fields.require(startPFN, .startPFN)
    self.spanned = try fields.require(spanned, .spanned)
    self.present = try fields.require(present, .present)
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("start_pfn", startPFN)
    writer.field("spanned", spanned)
    writer.field("present", present)
    writer.endObject()
  }
}

extension [CaptureNode] {
  /// Reads the nodes, by number.
  init(_ reader: inout JSONReader) throws(JSONError) {
    self = []
    var nodes = self
    try reader.members { reader, name, start throws(JSONError) in
      let nodeID = try reader.nodeID(named: name, at: start)
      guard !nodes.contains(where: { $0.nodeID == nodeID }) else {
        throw reader.invalid("given twice", at: start)
      }
      nodes.append(try CaptureNode(&reader, nodeID: nodeID))
    }
    nodes.sort { $0.nodeID < $1.nodeID }
    self = nodes
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    for node in self {
      writer.name("\(node.nodeID.rawValue)")
      node.write(to: &writer)
    }
    writer.endObject()
  }
}
