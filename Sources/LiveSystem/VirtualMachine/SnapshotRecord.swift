// SPDX-License-Identifier: MIT

/// A line of a capture: what was done, and what the system was like then.
struct SnapshotRecord: Encodable {
  /// A zone's counters, once as `/proc/zoneinfo` has them and once from memory.
  struct Zone {
    let counters: ZoneInfo.Counters
    let raw: KernelZone?
  }

  let kind = "snap"
  let sequence: Int
  let scenario: String
  let action: QMPValue
  /// Seconds since the start of the machine.
  let time: Double
  let stepSeconds: Double?
  let snapshotSeconds: Double
  let parameters: [String: String]
  let blockSize: UInt64
  let devices: [QMPValue]
  let blocks: [GuestReport.Block]
  let nodes: [Int: KernelNode]
  let groups: [KernelGroup]
  let zones: [Int: [String: Zone]]
  /// Only at boot, for it stays.
  let bootMemory: [BootMemoryRange]?
  let ioMemory: [String]
  let steps: [KernelStep]
  let events: [QMPValue]

  private enum CodingKeys: String, CodingKey {
    case kind, scenario, action, devices, blocks, zones, iomem, decisions, events, params, nodes,
      groups
    case sequence = "seq"
    case time = "t"
    case stepSeconds = "step_s"
    case snapshotSeconds = "snap_s"
    case blockSize = "block_size"
    case blockFields = "block_fields"
    case bootMemory = "boot_memory"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(sequence, forKey: .sequence)
    try container.encode(scenario, forKey: .scenario)
    try container.encode(action, forKey: .action)
    try container.encode(time, forKey: .time)
    try container.encode(stepSeconds, forKey: .stepSeconds)
    try container.encode(snapshotSeconds, forKey: .snapshotSeconds)
    try container.encode(parameters, forKey: .params)
    try container.encode(blockSize, forKey: .blockSize)
    try container.encode(devices, forKey: .devices)
    try container.encode(GuestReport.Block.fields, forKey: .blockFields)
    try container.encode(blocks, forKey: .blocks)
    try container.encode(ioMemory, forKey: .iomem)
    try container.encode(steps, forKey: .decisions)
    try container.encode(events, forKey: .events)
    // The keys of an object are strings.
    let named = zones.map { ("\($0.key)", $0.value) }
    try container.encode(Dictionary(uniqueKeysWithValues: named), forKey: .zones)
    let namedNodes = nodes.map { ("\($0.key)", $0.value) }
    try container.encode(Dictionary(uniqueKeysWithValues: namedNodes), forKey: .nodes)
    try container.encode(groups, forKey: .groups)
    try container.encodeIfPresent(bootMemory, forKey: .bootMemory)
  }
}

extension SnapshotRecord.Zone: Encodable {
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyCodingKey.self)
    for (name, value) in counters {
      try container.encode(value, forKey: AnyCodingKey(stringValue: name))
    }
    if let raw {
      try container.encode(
        raw.presentEarly, forKey: AnyCodingKey(stringValue: "present_early"))
      try container.encode(raw, forKey: AnyCodingKey(stringValue: "raw"))
    }
  }
}
