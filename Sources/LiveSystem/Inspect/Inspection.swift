// SPDX-License-Identifier: MIT

public import AutoMovable
public import TextFiles

/// What a system's memory is, by its files and by what follows from them.
///
/// Groups and boot memory aren't exported, so they are inferred. What is inferred is
/// tried: a machine boots so, and does what must have been done since. What it comes
/// to is held against the files.
public struct Inspection: Sendable {
  /// What the files say.
  public let record: SystemRecord

  /// The kernel's sizes and zones.
  public let geometry: Geometry

  /// The pages of a memory block.
  public let blockPages: UInt64

  /// The devices that memory came with.
  public let devices: [MemoryDevice]

  /// The machine as boot left it.
  public let boot: ReplayBoot

  /// What was done to it since, as far as it matters.
  public let steps: [InspectionStep]

  /// The machine that boot and the steps lead to.
  public let machine: HotplugMachine

  /// The group of each device that has one, by its position.
  public let groups: [Int: MemoryGroupID]

  /// A machine as boot could leave it, with the counters that the files have now.
  public let now: ReplayBoot

  /// The nodes with the counters and spans that the files have now, and the early pages
  /// that are inferred; ids ascending.
  public let nodes: [Node]

  /// The nodes that can ever be online, or `nil` for all.
  public var possibleNodes: [NodeID]? { record.possibleNodes }

  /// The blocks, ascending.
  public let blocks: [InspectedBlock]

  /// The fields of `now` that the files don't say.
  public let inferred: [InferredField]

  /// What becomes of the next memory of each node and device.
  public let next: [NextBlock]

  /// What doesn't fit, what isn't sure, and what else one should know.
  public let warnings: [InspectionWarning]
}

/// A block, and whose it is.
public struct InspectedBlock: Hashable, Sendable {
  /// The block as the files have it.
  public let block: CaptureBlock

  /// The device's name, or `boot`.
  public let device: String

  /// The zone of an online block, or `nil` if it is offline or in several.
  public var zone: ZoneType? { block.currentZone }
}

/// Something done to a machine's memory.
public enum InspectionStep: Hashable, Sendable {
  /// A group is registered.
  case register(MemoryGroup.Kind, NodeID)
  /// Memory is added, and stays offline.
  case add(PageRange, MemoryTarget)
  /// A text is written to a file.
  case write(String, ReplayFile)
}

/// A field that no file tells.
public struct InferredField: Hashable, Sendable {
  /// The field, as in `nodes[0].zones[2].present_early_pages`.
  public let path: String

  /// What its value depends on.
  public let reason: String
}

/// What one should know about an inspection.
public struct InspectionWarning: Hashable, Sendable {
  /// What it is about, in a word.
  public let kind: String

  /// The whole, in a sentence.
  public let text: String
}

/// The next memory of a node or of a device.
public struct NextBlock: Hashable, Sendable {
  /// The device, or `nil` for memory of no device.
  public let device: String?

  /// The node.
  public let nodeID: NodeID

  /// The pages.
  public let range: PageRange

  /// The memory's group.
  public let groupID: MemoryGroupID?

  /// What it is asked for.
  public let onlineType: OnlineType

  /// The zone that it becomes.
  public let zone: ZoneType

  /// Whether the block is there, and its `valid_zones` says so.
  public let isSaidByKernel: Bool
}

extension Inspection {
  /// Infers what the files of a system mean.
  ///
  /// - Throws: If no machine can be as they say.
  public init(_ record: SystemRecord) throws(InputError) {
    var builder = try InspectionBuilder(record)
    self = try builder.build()
  }

  /// The group of a device, by the device's position, as it is now.
  public func group(of device: Int) -> MemoryGroup? {
    groups[device].flatMap { machine.state.groups[$0] }
  }
}
