// SPDX-License-Identifier: MIT

import TextFiles

/// A hotpluggable memory device as QEMU reports it.
public struct CaptureDevice: Hashable, Sendable {
  /// The kind of device: `dimm`, `virtio-mem` and so on.
  public let type: String

  /// The device's name.
  public let id: String

  /// The address of its memory, in bytes.
  public let address: UInt64

  /// The most memory that it can have, in bytes.
  public let maximumSize: UInt64

  /// The memory that it has, in bytes.
  public let size: UInt64?

  /// The memory that it should have, in bytes; virtio-mem's alone.
  public let requestedSize: UInt64?

  /// The granularity of its memory, in bytes; virtio-mem's alone.
  public let blockSize: UInt64?

  /// The node that its memory belongs to.
  public let node: UInt64?

  /// The slot; a DIMM's alone.
  public let slot: UInt64?

  /// Whether it came after the machine's start; told of a DIMM alone.
  public let isHotplugged: Bool?

  /// Whether it can be taken away; told of a DIMM alone.
  public let isHotpluggable: Bool?
}

extension CaptureDevice {
  /// Whether it is a virtio-mem device, whose memory group is dynamic.
  public var isVirtioMem: Bool { type == "virtio-mem" }

  /// Whether an address lies in the device's memory.
  public func contains(_ address: UInt64) -> Bool {
    address >= self.address && address - self.address < maximumSize
  }
}

extension CaptureDevice: CaptureValue {
  private enum Field: UInt8, JSONName {
    case type, address, memoryAddress, blockSize, size, node, slot, isHotplugged,
      isHotpluggable, maximumSize, requestedSize, id

    var name: StaticString {
      switch self {
      case .type: "type"
      case .address: "addr"
      case .memoryAddress: "memaddr"
      case .blockSize: "block-size"
      case .size: "size"
      case .node: "node"
      case .slot: "slot"
      case .isHotplugged: "hotplugged"
      case .isHotpluggable: "hotpluggable"
      case .maximumSize: "max-size"
      case .requestedSize: "requested-size"
      case .id: "id"
      }
    }
  }

  init(_ reader: inout JSONReader) throws(JSONError) {
    var (type, id): (String?, String?)
    var (address, memoryAddress): (UInt64?, UInt64?)
    var (size, maximumSize, requestedSize, blockSize): (UInt64?, UInt64?, UInt64?, UInt64?)
    var (node, slot): (UInt64?, UInt64?)
    var (isHotplugged, isHotpluggable): (Bool?, Bool?)
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.nextKnown(&reader) {
      switch field {
      case .type: type = try reader.text()
      case .address: address = try reader.integer()
      case .memoryAddress: memoryAddress = try reader.integer()
      case .blockSize: blockSize = try reader.integer()
      case .size: size = try reader.integer()
      case .node: node = try reader.integer()
      case .slot: slot = try reader.integer()
      case .isHotplugged: isHotplugged = try reader.boolean()
      case .isHotpluggable: isHotpluggable = try reader.boolean()
      case .maximumSize: maximumSize = try reader.integer()
      case .requestedSize: requestedSize = try reader.integer()
      case .id: id = try reader.text()
      }
    }
    self.type = try fields.require(type, .type)
    self.id = id ?? ""
    self.address = try fields.require(memoryAddress ?? address, .address)
    self.maximumSize = try fields.require(maximumSize ?? size, .size)
    self.size = size
    self.requestedSize = requestedSize
    self.blockSize = blockSize
    self.node = node
    self.slot = slot
    self.isHotplugged = isHotplugged
    self.isHotpluggable = isHotpluggable
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("type", type)
    writer.field(type.hasPrefix("virtio-") ? "memaddr" : "addr", address)
    writer.field("block-size", blockSize)
    writer.field("size", size)
    writer.field("node", node)
    writer.field("slot", slot)
    writer.field("hotplugged", isHotplugged)
    writer.field("hotpluggable", isHotpluggable)
    if size != maximumSize || isVirtioMem { writer.field("max-size", maximumSize) }
    writer.field("requested-size", requestedSize)
    writer.field("id", id)
    writer.endObject()
  }
}

extension CaptureDevice {
  /// Takes a device as QEMU describes it; `nil` if it lacks a kind, an address or
  /// a size.
  init?(_ device: QMPValue) {
    guard let type = device["type"]?.text,
      let address = (device["memaddr"] ?? device["addr"])?.unsigned,
      let maximumSize = (device["max-size"] ?? device["size"])?.unsigned
    else { return nil }
    self.init(
      type: type, id: device["id"]?.text ?? "", address: address, maximumSize: maximumSize,
      size: device["size"]?.unsigned, requestedSize: device["requested-size"]?.unsigned,
      blockSize: device["block-size"]?.unsigned, node: device["node"]?.unsigned,
      slot: device["slot"]?.unsigned, isHotplugged: device["hotplugged"]?.bool,
      isHotpluggable: device["hotpluggable"]?.bool)
  }
}
