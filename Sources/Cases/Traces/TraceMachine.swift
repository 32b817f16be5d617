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

  /// Creates a machine; what is left out is as on an empty machine with the
  /// kernel's defaults.
  public init(
    parameters: ModuleParameters = ModuleParameters(),
    blockSizeBytes: UInt64 =
      MemoryGeometry.minimumBlockPages * MemoryGeometry.pageSize,
    nodes: [Node] = [],
    memory: [BootMemory]? = nil,
    possibleNodes: [NodeID]? = nil,
    autoOnlineType: OnlineType = .offline,
    kernel: KernelVersion = .standard
  ) {
    self.parameters = parameters
    self.blockSizeBytes = blockSizeBytes
    self.nodes = nodes
    self.memory = memory
    self.possibleNodes = possibleNodes
    self.autoOnlineType = autoOnlineType
    self.kernel = kernel
  }
}

extension TraceMachine {
  /// The most blocks that a trace can have added at a time, so that no line of
  /// a file takes the memory of this machine.
  public static let maximumAddedBlockCount: UInt64 = 1 << 20

  /// The size of a memory block, in pages of 4 KiB.
  public var blockPages: UInt64 { blockSizeBytes / MemoryGeometry.pageSize }

  /// Boots the machine.
  ///
  /// - Throws: Why there can't be such a machine.
  public func boot() throws(BootError) -> HotplugMachine {
    guard blockSizeBytes % MemoryGeometry.pageSize == 0 else {
      throw .invalidBlockSize
    }
    var possible = NodeSet.all
    if let possibleNodes {
      possible = NodeSet()
      for id in possibleNodes { possible.insert(id) }
    }
    var machine = try HotplugMachine(
      nodes: nodes, memory: memory, possibleNodes: possible, blockPages: blockPages,
      parameters: parameters, autoOnlineType: autoOnlineType, kernel: kernel)
    machine.maximumAddedBlockCount = Self.maximumAddedBlockCount
    return machine
  }
}
