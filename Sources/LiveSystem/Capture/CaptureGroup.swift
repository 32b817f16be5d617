// SPDX-License-Identifier: MIT

public import AutoMovable
import TextFiles

/// A memory group as the kernel held it at the moment of a decision or a snapshot.
public struct CaptureGroup: Hashable, Sendable {
  /// The group's address in the kernel.
  public let address: UInt64

  /// The group's node.
  public let nodeID: NodeID

  /// Static or dynamic, with its size.
  public let kind: MemoryGroup.Kind

  /// `present_kernel_pages`.
  public let presentKernelPages: UInt64

  /// `present_movable_pages`.
  public let presentMovablePages: UInt64

  /// The number that the kernel registered the group under; a decision doesn't tell it.
  public var number: UInt64?
}

extension CaptureGroup: CaptureValue {
  private enum Field: UInt8, JSONName {
    case address, kernel, movable, dynamic, size, nodeID, number

    var name: StaticString {
      switch self {
      case .address: "id"
      case .kernel: "kernel"
      case .movable: "movable"
      case .dynamic: "dynamic"
      case .size: "unit_or_max"
      case .nodeID: "nid"
      case .number: "mgid"
      }
    }
  }

  init(_ reader: inout JSONReader) throws(JSONError) {
    var (address, kernel, movable, size): (UInt64?, UInt64?, UInt64?, UInt64?)
    var isDynamic: Bool?
    var nodeID: Int32?
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.nextKnown(&reader) {
      switch field {
      case .address: address = try reader.address()
      case .kernel: kernel = try reader.integer()
      case .movable: movable = try reader.integer()
      case .dynamic: isDynamic = try Self.flag(&reader)
      case .size: size = try reader.integer()
      case .nodeID: nodeID = try reader.integer(in: Int32.min...Int32.max)
      case .number: number = try reader.integer()
      }
    }
    self.address = try fields.require(address, .address)
    self.nodeID = NodeID(try fields.require(nodeID, .nodeID))
    let pages = try fields.require(size, .size)
    kind =
      try fields.require(isDynamic, .dynamic)
      ? .dynamic(unitPages: pages) : .static(maxPages: pages)
    presentKernelPages = try fields.require(kernel, .kernel)
    presentMovablePages = try fields.require(movable, .movable)
  }

  /// The kernel's own flag is a byte; a capture may hold it as a truth value.
  private static func flag(_ reader: inout JSONReader) throws(JSONError) -> Bool {
    switch reader.peek() {
    case UInt8(ascii: "t"), UInt8(ascii: "f"): try reader.boolean()
    default: try reader.integer(in: 0...UInt64(UInt8.max)) != 0
    }
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.name("id")
    writer.address(address)
    writer.field("kernel", presentKernelPages)
    writer.field("movable", presentMovablePages)
    writer.name("dynamic")
    switch kind {
    case .dynamic(let unitPages):
      writer.value(1 as UInt64)
      writer.field("unit_or_max", unitPages)
    case .static(let maxPages):
      writer.value(0 as UInt64)
      writer.field("unit_or_max", maxPages)
    }
    writer.name("nid")
    writer.value(nodeID.rawValue)
    writer.field("mgid", number)
    writer.endObject()
  }
}
