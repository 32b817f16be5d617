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

  /// The sizes and zones of the kernel.
  public var geometry: Geometry

  /// The first address above boot memory, in bytes; on x86 4 GiB at least. Devices come
  /// above.
  public var end: UInt64

  /// The architecture, if it is known.
  let architecture: Architecture?

  /// Memory that is set aside for drivers, in bytes.
  var reserves: [Reserve]

  /// What was taken for granted, a sentence each.
  public var assumptions: [String]

  /// The machine that the plan begins with, if something was done to it since boot.
  public private(set) var running: HotplugMachine?

  /// Memory that the kernel was told to leave to a driver.
  struct Reserve: Sendable {
    let addresses: Range<UInt64>
    let nodeID: NodeID
  }
}

extension PlannedBoot {
  /// What the usual map may be told otherwise.
  public struct Options: Hashable, Sendable {
    /// How many pages of boot memory are absent, or `nil` for the usual: 130 on x86,
    /// none elsewhere.
    public var absentPages: UInt64?

    /// The size of a memory block in bytes, or `nil` for what the kernel chooses.
    public var blockSize: ByteCount?

    /// The kernel whose behaviour is meant.
    public var kernel: KernelVersion

    /// The architecture.
    public var architecture: Architecture

    /// Creates options.
    public init(
      absentPages: UInt64? = nil, blockSize: ByteCount? = nil,
      kernel: KernelVersion = .standard, architecture: Architecture = .x86_64
    ) {
      self.architecture = architecture
      self.absentPages = absentPages
      self.blockSize = blockSize
      self.kernel = kernel
    }
  }

  /// The usual map of a QEMU machine with a scenario's nodes.
  ///
  /// - Throws: If more pages are to be absent than there are, or there is no such
  ///   block size.
  public init(_ scenario: Scenario, _ options: Options = Options()) throws(PlanError) {
    let architecture = options.architecture
    self.architecture = architecture
    geometry = architecture.geometry
    let arguments = KernelArguments(scenario, kernel: options.kernel, geometry, architecture)
    let absentPages = options.absentPages ?? architecture.usualAbsentPages
    let map = try MemoryMap(scenario, absentPages: absentPages, arguments, architecture)
    let memory = map.memory
    guard let lastPFN = memory.last?.pages.endPFN else {
      throw PlanError("kernel_arguments", "no boot memory is left")
    }
    nodes = BootZones(memory, nodeCount: scenario.nodes.count, arguments, architecture).nodes
    self.memory = memory
    kernel = options.kernel
    end = map.end
    reserves = map.reserves.map {
      Reserve(addresses: $0, nodeID: map.nodeID(of: $0.lowerBound))
    }
    blockPages = try Self.blockPages(options.blockSize, endPFN: lastPFN, architecture)
    assumptions = []
    if architecture != .x86_64 {
      assumptions.append(
        "Boot memory is as QEMU's usual \(architecture.name) machine has it: in one piece")
    } else if options.absentPages == nil {
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
    geometry: Geometry = .x86_64, of scenario: Scenario
  ) {
    self.geometry = geometry
    architecture = geometry.architecture
    self.nodes = nodes
    self.memory = memory
    self.blockPages = blockPages
    self.kernel = kernel
    let ends =
      memory?.map { $0.pages.endPFN }
      ?? nodes.flatMap { node in
        ZoneType.allCases.filter { node[$0].isPopulated }.map { node[$0].endPFN }
      }
    let endPFN = min(ends.max() ?? 0, geometry.pageCount)
    end = max(geometry == .x86_64 ? 1 << 32 : 0, endPFN * geometry.pageSize)
    reserves = []
    for case .setAside(let range)
      in KernelArguments(scenario, kernel: kernel, geometry, architecture).edits
    {
      reserves.append(Reserve(addresses: range, nodeID: nodes.first?.id ?? 0))
    }
    assumptions = []
  }

  /// This boot memory on a machine to which something was done since: what was plugged is
  /// there, and devices come above all of it.
  public func running(_ machine: HotplugMachine) -> PlannedBoot {
    var boot = self
    boot.running = machine
    let blockBytes = machine.blockPages * geometry.pageSize
    machine.forEachBlock(
      in: PageRange(startPFN: 0, pageCount: geometry.pageCount)
    ) { (block) throws(Never) in
      boot.end = max(boot.end, (block.id.rawValue + 1) * blockBytes)
    }
    let totals = PlanTotals(of: machine)
    guard totals.hotpluggedBytes > 0 else { return boot }
    func size(_ bytes: UInt64) -> String {
      PageCount(pages: bytes / geometry.pageSize, of: geometry).size
    }
    var parts: [String] = []
    if totals.movableBytes > 0 { parts.append("\(size(totals.movableBytes)) movable") }
    if totals.kernelBytes > 0 { parts.append("\(size(totals.kernelBytes)) kernel") }
    if totals.offlineBytes > 0 { parts.append("\(size(totals.offlineBytes)) offline") }
    boot.assumptions.append("Hotplugged before: " + parts.joined(separator: ", "))
    return boot
  }

  /// The largest memory block that is planned with, in bytes.
  static let largestBlock: UInt64 = 64 << 30

  /// The size of a memory block. Mirrors `probe_memory_block_size` of a guest on x86.
  private static func blockPages(
    _ size: ByteCount?, endPFN: UInt64, _ architecture: Architecture
  ) throws(PlanError) -> UInt64 {
    let page = architecture.geometry.pageSize
    let smallest = architecture.geometry.sectionSize
    if let size = size?.rawValue {
      guard size >= smallest, size & (size - 1) == 0, size <= largestBlock else {
        throw PlanError(
          "block-size",
          "expected a power of two of at least \(smallest >> 20)M, at most 64G")
      }
      return size / page
    }
    let end = endPFN * page
    guard architecture == .x86_64, end >= 64 << 30 else {
      return (architecture.firmwareBlockSize ?? smallest) / page
    }
    var size: UInt64 = 2 << 30
    while size > smallest, !end.isMultiple(of: size) { size /= 2 }
    return size / page
  }
}

extension PlannedBoot {
  /// The parameters that a scenario's machine is booted with.
  public func bootParameters(of scenario: Scenario) -> ModuleParameters {
    KernelArguments(scenario, kernel: kernel, geometry, architecture).parameters
  }

  /// What becomes of blocks that are added to a scenario's machine.
  public func bootOnlineType(of scenario: Scenario) -> OnlineType {
    KernelArguments(scenario, kernel: kernel, geometry, architecture).autoOnlineType
  }

  /// The policy that a scenario's machine is booted with.
  public func bootPolicy(of scenario: Scenario) -> Policy {
    bootParameters(of: scenario).policy
  }
}
