// SPDX-License-Identifier: MIT

public import AutoMovable

/// The machine that a trace begins with, as boot leaves it.
public struct TraceMachine: Equatable, Sendable {
  /// The parameters, `movable_node` among them.
  public var parameters: ModuleParameters

  /// The size of a memory block, in bytes.
  public var blockSizeBytes: UInt64

  /// The online nodes, ids ascending.
  public var nodes: [Node]

  /// The boot memory, ascending and apart, or `nil` if it is what populated
  /// zones span.
  public var memory: [BootMemory]?

  /// The nodes that can ever be online, ids ascending, or `nil` for all.
  public var possibleNodes: [NodeID]?

  /// What becomes of blocks that are added.
  public var autoOnlineType: OnlineType

  /// The kernel whose behaviour is meant.
  public var kernel: KernelVersion

  /// The sizes and zones that the kernel has.
  public var geometry: Geometry

  /// Creates a machine; what is left out is as on an empty machine with the
  /// kernel's defaults, blocks being sections.
  public init(
    parameters: ModuleParameters = ModuleParameters(),
    blockSizeBytes: UInt64? = nil,
    nodes: [Node] = [],
    memory: [BootMemory]? = nil,
    possibleNodes: [NodeID]? = nil,
    autoOnlineType: OnlineType = .offline,
    kernel: KernelVersion = .standard,
    geometry: Geometry = .x86_64
  ) {
    self.parameters = parameters
    self.blockSizeBytes = blockSizeBytes ?? geometry.sectionSize
    self.nodes = nodes
    self.memory = memory
    self.possibleNodes = possibleNodes
    self.autoOnlineType = autoOnlineType
    self.kernel = kernel
    self.geometry = geometry
  }
}

extension TraceMachine {
  /// The most blocks that a trace can have added at a time, so that no line of
  /// a file takes the memory of this machine.
  public static let maximumAddedBlockCount: UInt64 = 1 << 20

  /// The size of a memory block, in pages.
  public var blockPages: UInt64 { blockSizeBytes &>> UInt64(geometry.pageShift) }

  /// Boots the machine.
  ///
  /// - Throws: Why there can't be such a machine.
  public func boot() throws(BootError) -> HotplugMachine {
    guard blockSizeBytes % geometry.pageSize == 0 else {
      throw .invalidBlockSize
    }
    let possible = possibleNodes.map { NodeSet($0) } ?? .all
    var machine = try HotplugMachine(
      nodes: nodes, memory: memory, possibleNodes: possible, blockPages: blockPages,
      parameters: parameters, autoOnlineType: autoOnlineType, kernel: kernel,
      geometry: geometry)
    machine.maximumAddedBlockCount = Self.maximumAddedBlockCount
    return machine
  }
}
