// SPDX-License-Identifier: MIT

/// A machine after an action, and what its kernel did during the action.
public struct CaptureSnapshot: Sendable {
  /// The number of the snapshot, 0 after boot.
  public let sequence: Int

  /// What was done from outside.
  public let action: CaptureAction

  /// The parameters after the action.
  public let parameters: CaptureParameters

  /// The size of a memory block, in bytes.
  public let blockSize: UInt64

  /// The hotpluggable devices; empty if they weren't recorded.
  public let devices: [CaptureDevice]

  /// The memory blocks.
  public let blocks: [CaptureBlock]

  /// The zones, by the number of their node and by their name.
  public let zones: [String: [String: CaptureZone]]

  /// The lines of `/proc/iomem`; empty if they weren't recorded.
  public let memoryMap: [String]

  /// What the kernel did during the action, in order; `nil` if it wasn't
  /// recorded.
  public let steps: [CaptureStep]?
}

extension CaptureSnapshot: Decodable {
  private enum CodingKeys: String, CodingKey {
    case sequence = "seq"
    case action
    case parameters = "params"
    case blockSize = "block_size"
    case devices
    case blockFields = "block_fields"
    case blocks
    case zones
    case memoryMap = "iomem"
    case steps = "decisions"
  }

  /// Reads a snapshot; see `docs/formats.md`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    sequence = try container.integer(Int.self, forKey: .sequence)
    action = try container.decode(CaptureAction.self, forKey: .action)
    parameters = try container.decode(CaptureParameters.self, forKey: .parameters)
    blockSize = try container.integer(UInt64.self, forKey: .blockSize)
    devices = try container.decodeIfPresent([CaptureDevice].self, forKey: .devices) ?? []
    zones = try container.decode([String: [String: CaptureZone]].self, forKey: .zones)
    memoryMap = try container.decodeIfPresent([String].self, forKey: .memoryMap) ?? []
    steps = try container.decodeIfPresent([CaptureStep].self, forKey: .steps)

    let fields = try container.decode([String].self, forKey: .blockFields)
    var rows = try container.nestedUnkeyedContainer(forKey: .blocks)
    var blocks: [CaptureBlock] = []
    while !rows.isAtEnd {
      blocks.append(try CaptureBlock(from: rows.nestedUnkeyedContainer(), fields: fields))
    }
    self.blocks = blocks
  }
}
