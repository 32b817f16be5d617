// SPDX-License-Identifier: MIT

public import AutoMovable
public import Scenarios

/// The machine that a plan begins with, as boot leaves it.
public struct PlannedBoot: Sendable {
  /// The nodes that are online, ids ascending.
  public var nodes: [Node]

  /// Where memory is, ascending, or `nil` for what populated zones span.
  public var memory: [BootMemory]?

  /// The size of a memory block, in pages.
  public var blockPages: UInt64

  /// The kernel whose behaviour is meant.
  public var kernel: KernelVersion

  /// The first address above boot memory, in bytes, 4 GiB at least. Devices come above.
  public var end: UInt64

  /// Memory that is set aside for drivers, in bytes.
  var reserves: [Reserve]

  /// What was taken for granted, a sentence each.
  public var assumptions: [String]

  /// Memory that the kernel was told to leave to a driver.
  struct Reserve: Sendable {
    let addresses: Range<UInt64>
    let nodeID: NodeID
  }
}

extension PlannedBoot {
  /// What the usual map may be told otherwise.
  public struct Options: Hashable, Sendable {
    /// How many pages of boot memory are absent, or `nil` for the usual 130.
    public var absentPages: UInt64?

    /// The size of a memory block in bytes, or `nil` for what the kernel chooses.
    public var blockSize: ByteCount?

    /// The kernel whose behaviour is meant.
    public var kernel: KernelVersion

    /// Creates options.
    public init(
      absentPages: UInt64? = nil, blockSize: ByteCount? = nil,
      kernel: KernelVersion = .standard
    ) {
      self.absentPages = absentPages
      self.blockSize = blockSize
      self.kernel = kernel
    }
  }

  /// The usual map of an x86 QEMU machine with a scenario's nodes.
  ///
  /// - Throws: If more pages are to be absent than there are, or there is no such
  ///   block size.
  public init(_ scenario: Scenario, _ options: Options = Options()) throws(PlanError) {
    let arguments = KernelArguments(scenario, kernel: options.kernel)
    let absentPages = options.absentPages ?? MemoryMap.usualAbsentPages
    let map = try MemoryMap(scenario, absentPages: absentPages, arguments)
    let memory = map.memory
    guard let lastPFN = memory.last?.pages.endPFN else {
      throw PlanError("kernel_arguments", "no boot memory is left")
    }
    nodes = BootZones(memory, nodeCount: scenario.nodes.count, arguments).nodes
    self.memory = memory
    kernel = options.kernel
    end = map.end
    reserves = map.reserves.map {
      Reserve(addresses: $0, nodeID: map.nodeID(of: $0.lowerBound))
    }
    blockPages = try Self.blockPages(options.blockSize, endPFN: lastPFN)
    assumptions = []
    if options.absentPages == nil {
      assumptions.append(
        "\(absentPages) boot pages are absent, as with QEMU and SeaBIOS (--absent PAGES)")
    }
  }

  /// Boot memory that is known.
  ///
  /// - Parameters:
  ///   - memory: Where it is, ascending, or `nil` for what populated zones span.
  ///   - scenario: What the machine was booted with: memory may be set aside.
  public init(
    nodes: [Node], memory: [BootMemory]?, blockPages: UInt64, kernel: KernelVersion,
    of scenario: Scenario
  ) {
    self.nodes = nodes
    self.memory = memory
    self.blockPages = blockPages
    self.kernel = kernel
    let ends =
      memory?.map { $0.pages.endPFN }
      ?? nodes.flatMap { node in
        ZoneType.allCases.filter { node[$0].isPopulated }.map { node[$0].endPFN }
      }
    let endPFN = min(ends.max() ?? 0, Geometry.x86_64.pageCount)
    end = max(1 << 32, endPFN * Geometry.x86_64.pageSize)
    reserves = []
    for case .setAside(let range) in KernelArguments(scenario, kernel: kernel).edits {
      reserves.append(Reserve(addresses: range, nodeID: nodes.first?.id ?? 0))
    }
    assumptions = []
  }

  /// The largest memory block that is planned with, in bytes.
  static let largestBlock: UInt64 = 64 << 30

  /// The size of a memory block. Mirrors `probe_memory_block_size` of a guest.
  private static func blockPages(
    _ size: ByteCount?, endPFN: UInt64
  ) throws(PlanError) -> UInt64 {
    let page = Geometry.x86_64.pageSize
    let smallest = Geometry.x86_64.minimumBlockPages * page
    if let size = size?.rawValue {
      guard size >= smallest, size & (size - 1) == 0, size <= largestBlock else {
        throw PlanError("block-size", "expected a power of two of at least 128M, at most 64G")
      }
      return size / page
    }
    let end = endPFN * page
    guard end >= 64 << 30 else { return smallest / page }
    var size: UInt64 = 2 << 30
    while size > smallest, !end.isMultiple(of: size) { size /= 2 }
    return size / page
  }
}

extension PlannedBoot {
  /// The parameters that a scenario's machine is booted with.
  public func bootParameters(of scenario: Scenario) -> ModuleParameters {
    KernelArguments(scenario, kernel: kernel).parameters
  }

  /// What becomes of blocks that are added to a scenario's machine.
  public func bootOnlineType(of scenario: Scenario) -> OnlineType {
    KernelArguments(scenario, kernel: kernel).autoOnlineType
  }

  /// The policy that a scenario's machine is booted with.
  public func bootPolicy(of scenario: Scenario) -> Policy {
    bootParameters(of: scenario).policy
  }
}
