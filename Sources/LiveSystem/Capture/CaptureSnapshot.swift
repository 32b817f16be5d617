// SPDX-License-Identifier: MIT

import TextFiles

/// A machine after an action, and what its kernel did during the action.
public struct CaptureSnapshot: Hashable, Sendable {
  /// The number of the snapshot, 0 after boot.
  public let sequence: Int

  /// The scenario.
  public var scenario: String?

  /// What was done from outside.
  public let action: CaptureAction

  /// Seconds since the start of the run.
  public var time: Double?

  /// How many seconds the action took.
  public var stepSeconds: Double?

  /// How many seconds the snapshot took.
  public var snapshotSeconds: Double?

  /// The parameters after the action.
  public let parameters: CaptureParameters

  /// The size of a memory block, in bytes.
  public let blockSize: UInt64

  /// The hotpluggable devices; empty if they weren't recorded.
  public let devices: [CaptureDevice]

  /// The memory blocks.
  public let blocks: [CaptureBlock]

  /// The zones, by ascending node and type.
  public let zones: [CaptureZone]

  /// The nodes' own counters, by ascending node; empty if they weren't recorded.
  public var nodes: [CaptureNode] = []

  /// The registered memory groups, by ascending number; `nil` if they weren't recorded.
  public var groups: [CaptureGroup]?

  /// Which memory the kernel found at boot, by ascending address; `nil` in later
  /// snapshots, and if it wasn't recorded.
  public var bootMemory: [CaptureBootMemory]?

  /// The lines of `/proc/iomem`; empty if they weren't recorded.
  public let memoryMap: [String]

  /// What the kernel did during the action, in order; `nil` if it wasn't
  /// recorded.
  public var steps: [CaptureStep]?

  /// What QEMU told meanwhile.
  public var events: [QMPValue] = []
}

extension CaptureSnapshot: CaptureValue {
  private enum Field: UInt8, JSONName {
    case kind, sequence, scenario, action, time, stepSeconds, snapshotSeconds, parameters,
      blockSize, devices, blockFields, blocks, zones, nodes, groups, bootMemory, memoryMap,
      steps, events

    var name: StaticString {
      switch self {
      case .kind: "kind"
      case .sequence: "seq"
      case .scenario: "scenario"
      case .action: "action"
      case .time: "t"
      case .stepSeconds: "step_s"
      case .snapshotSeconds: "snap_s"
      case .parameters: "params"
      case .blockSize: "block_size"
      case .devices: "devices"
      case .blockFields: "block_fields"
      case .blocks: "blocks"
      case .zones: "zones"
      case .nodes: "nodes"
      case .groups: "groups"
      case .bootMemory: "boot_memory"
      case .memoryMap: "iomem"
      case .steps: "decisions"
      case .events: "events"
      }
    }
  }

  init(_ reader: inout JSONReader) throws(JSONError) {
    var (sequence, blockSize): (UInt64?, UInt64?)
    var (time, stepSeconds, snapshotSeconds): (Double?, Double?, Double?)
    var scenario: String?
    var action: CaptureAction?
    var parameters: CaptureParameters?
    var devices: [CaptureDevice] = []
    var columns: [[CaptureBlock].Column?]?
    var blocks: [CaptureBlock]?
    var blocksPosition: Int?
    var zones: [CaptureZone]?
    var nodes: [CaptureNode] = []
    var groups: [CaptureGroup]?
    var bootMemory: [CaptureBootMemory]?
    var memoryMap: [String] = []
    var steps: [CaptureStep]?
    var events: [QMPValue] = []
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.nextKnown(&reader) {
      switch field {
      case .kind: _ = try reader.name(CaptureRecord.SnapshotKind.self)
      case .sequence: sequence = try reader.integer(in: 0...UInt64(Int64.max))
      case .scenario: scenario = try reader.text()
      case .action: action = try CaptureAction(&reader)
      case .time: time = try reader.number()
      case .stepSeconds: stepSeconds = reader.null() ? nil : try reader.number()
      case .snapshotSeconds: snapshotSeconds = try reader.number()
      case .parameters: parameters = try CaptureParameters(&reader)
      case .blockSize: blockSize = try Self.blockSize(&reader)
      case .devices: devices = try reader.list()
      case .blockFields: columns = try [CaptureBlock].columns(&reader)
      case .blocks:
        if let columns {
          blocks = try [CaptureBlock](&reader, columns)
        } else {
          // What the cells are comes later.
          blocksPosition = reader.position
          try reader.skipValue()
        }
      case .zones: zones = try [CaptureZone](&reader)
      case .nodes: nodes = try [CaptureNode](&reader)
      case .groups: groups = try reader.list()
      case .bootMemory: bootMemory = try reader.list()
      case .memoryMap:
        memoryMap = try reader.list { reader throws(JSONError) in try reader.text() }
      case .steps: steps = try reader.list()
      case .events: events = try reader.list()
      }
    }
    if let blocksPosition, let columns {
      let end = reader.position
      reader.position = blocksPosition
      blocks = try [CaptureBlock](&reader, columns)
      reader.position = end
    }
    guard fields.contains(.kind) else { throw fields.missing(.kind) }
    _ = try fields.require(columns, .blockFields)
    self.sequence = Int(try fields.require(sequence, .sequence))
    self.scenario = scenario
    self.action = try fields.require(action, .action)
    self.time = time
    self.stepSeconds = stepSeconds
    self.snapshotSeconds = snapshotSeconds
    self.parameters = try fields.require(parameters, .parameters)
    self.blockSize = try fields.require(blockSize, .blockSize)
    self.devices = devices
    self.blocks = try fields.require(blocks, .blocks)
    self.zones = try fields.require(zones, .zones)
    self.nodes = nodes
    self.groups = groups
    self.bootMemory = bootMemory
    self.memoryMap = memoryMap
    self.steps = steps
    self.events = events
  }

  private static func blockSize(_ reader: inout JSONReader) throws(JSONError) -> UInt64 {
    _ = reader.peek()
    let start = reader.position
    let size: UInt64 = try reader.integer()
    guard size >= 1 << 27, size & (size - 1) == 0, size <= 1 << 31 else {
      throw reader.expected("a power of two from 2^27 to 2^31", at: start)
    }
    return size
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("kind", "snap")
    writer.field("seq", UInt64(sequence))
    writer.field("scenario", scenario)
    writer.name("action")
    action.write(to: &writer)
    writer.field("t", time)
    writer.field("step_s", stepSeconds)
    writer.field("snap_s", snapshotSeconds)
    writer.name("params")
    parameters.write(to: &writer)
    writer.field("block_size", blockSize)
    writer.name("devices")
    writer.list(devices)
    blocks.write(to: &writer)
    writer.name("zones")
    zones.write(to: &writer)
    if !nodes.isEmpty {
      writer.name("nodes")
      nodes.write(to: &writer)
    }
    if let groups {
      writer.name("groups")
      writer.list(groups)
    }
    if let bootMemory {
      writer.name("boot_memory")
      writer.list(bootMemory)
    }
    writer.name("iomem")
    writer.beginList()
    for line in memoryMap { writer.value(line) }
    writer.endList()
    if let steps {
      writer.name("decisions")
      writer.list(steps)
    }
    writer.name("events")
    writer.list(events)
    writer.endObject()
  }
}
