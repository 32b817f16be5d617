// SPDX-License-Identifier: MIT

import TextFiles

/// A device of `daxctl list`.
public struct DAXDevice: Hashable, Sendable {
  /// The name, such as `dax0.0`.
  public let name: String

  /// The size, in bytes.
  public let size: UInt64

  /// The node that its memory becomes.
  public let node: UInt64?

  /// What it is used as, such as `system-ram`.
  public let mode: String?

  /// The ranges of addresses, if they are listed (`-M`).
  public let ranges: [ClosedRange<UInt64>]
}

extension DAXDevice {
  private enum Field: UInt8, JSONName {
    case name, size, node, mode, mappings

    var name: StaticString {
      switch self {
      case .name: "chardev"
      case .size: "size"
      case .node: "target_node"
      case .mode: "mode"
      case .mappings: "mappings"
      }
    }
  }

  private enum MappingField: UInt8, JSONName {
    case start, end

    var name: StaticString {
      switch self {
      case .start: "start"
      case .end: "end"
      }
    }
  }

  fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
    var (name, mode): (String?, String?)
    var (size, node): (UInt64?, UInt64?)
    var ranges: [ClosedRange<UInt64>] = []
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.nextKnown(&reader) {
      switch field {
      case .name: name = try reader.text()
      case .size: size = try reader.integer()
      case .node: node = try reader.integer()
      case .mode: mode = try reader.text()
      case .mappings:
        ranges = try reader.list { reader throws(JSONError) in try Self.mapping(&reader) }
      }
    }
    self.name = try fields.require(name, .name)
    self.size = try fields.require(size, .size)
    self.node = node
    self.mode = mode
    self.ranges = ranges
  }

  private static func mapping(
    _ reader: inout JSONReader
  ) throws(JSONError) -> ClosedRange<UInt64> {
    var (start, end): (UInt64?, UInt64?)
    var fields = try JSONFields<MappingField>(&reader)
    while let field = try fields.nextKnown(&reader) {
      switch field {
      case .start: start = try reader.integer()
      case .end: end = try reader.integer()
      }
    }
    let first = try fields.require(start, .start)
    let last = try fields.require(end, .end)
    guard first <= last else {
      throw reader.invalid(
        "expected at least start \(first), found \(last)", at: fields.offset(of: .end, in: reader))
    }
    return first...last
  }
}

extension [DAXDevice] {
  private enum RegionField: UInt8, JSONName {
    case devices

    var name: StaticString { "devices" }
  }

  /// Reads a list of devices, a device alone, or a list of regions with devices,
  /// all of which daxctl prints; sizes in bytes, as without `-u`.
  init(_ reader: inout JSONReader) throws(JSONError) {
    var devices: [DAXDevice] = []
    if reader.peek() == UInt8(ascii: "[") {
      var isFirst = true
      try reader.beginList()
      while try reader.nextElement(&isFirst) { try Self.read(&reader, into: &devices) }
    } else {
      try Self.read(&reader, into: &devices)
    }
    self = devices
  }

  private static func read(
    _ reader: inout JSONReader, into devices: inout [DAXDevice]
  ) throws(JSONError) {
    _ = reader.peek()
    let start = reader.position
    var isRegion = false
    var fields = try JSONFields<RegionField>(&reader)
    while try fields.nextKnown(&reader) != nil {
      isRegion = true
      devices += try reader.list { reader throws(JSONError) in try DAXDevice(&reader) }
    }
    guard !isRegion else { return }
    let end = reader.position
    reader.position = start
    devices.append(try DAXDevice(&reader))
    reader.position = end
  }
}

extension [CaptureDevice] {
  private enum AnswerField: UInt8, JSONName {
    case answer

    var name: StaticString { "return" }
  }

  /// Reads QEMU's answer to `query-memory-devices`: the list, or the object that it
  /// is the `return` of.
  init(memoryDevices reader: inout JSONReader) throws(JSONError) {
    guard reader.peek() == UInt8(ascii: "{") else {
      self = try Self.list(&reader)
      return
    }
    var devices: [CaptureDevice]?
    var fields = try JSONFields<AnswerField>(&reader)
    while try fields.nextKnown(&reader) != nil { devices = try Self.list(&reader) }
    self = try fields.require(devices, .answer)
  }

  private static func list(_ reader: inout JSONReader) throws(JSONError) -> [CaptureDevice] {
    try reader.list { reader throws(JSONError) in
      _ = reader.peek()
      let start = reader.position
      var value = try QMPValue(&reader)
      // The type stands beside the data.
      if case .object(var members)? = value["data"] {
        members["type"] = value["type"]
        value = .object(members)
      }
      guard let device = CaptureDevice(value) else {
        throw reader.invalid("expected a memory device with type, address and size", at: start)
      }
      return device
    }
  }
}
