// SPDX-License-Identifier: MIT

public import AutoMovable
public import Scenarios

/// Does to a machine what a scenario does, action by action, as drivers do it.
///
///     var planner = try Planner(scenario, boot: PlannedBoot(scenario))
///     while let step = try planner.next() { ... }
///
/// The machine is a ``HotplugMachine``: it decides, counts and keeps books; a planner
/// knows what drivers ask of it. Whatever a guest is free to refuse is planned as if
/// nothing were in the way.
public struct Planner: Sendable {
  /// What is planned.
  public let scenario: Scenario

  /// The machine as it is after the last step.
  public internal(set) var machine: HotplugMachine

  /// The devices that are there, in the order in which they came.
  public internal(set) var devices: [PlannedDevice] = []

  /// What whoever plans should know; complete after the last step.
  public internal(set) var warnings: [PlanWarning] = []

  /// The first block that went to a kernel zone, if any has.
  public internal(set) var firstKernelBlock: FirstKernelBlock?

  /// What was done to the machine; empty unless it is to be recorded.
  public internal(set) var operations: [PlanOperation] = []

  /// Whether what is done to the machine is recorded in `operations`.
  let recordsOperations: Bool

  /// A block whose decision is to be looked at before it is online: the last thing
  /// that the planner does then.
  let watchedBlock: FirstKernelBlock?

  /// Why the watched block goes to its zone.
  var watchedDecision: OnlineDecision?

  /// The machine that it began with.
  public let boot: PlannedBoot

  /// What memory that had been plugged before the plan begins comes to now.
  var earlier: PlanTotals
  var placement: DevicePlacement
  /// Where devices will be that aren't there yet.
  var places: [(id: String, addresses: Range<UInt64>)] = []
  var stepNumber = 0
  var isCertain = true
  private var nextAction: Int?

  /// The steps whose writes the kernel refuses.
  var refusedWrites: [Int] = []

  /// A block and when it went online.
  public struct FirstKernelBlock: Hashable, Sendable {
    /// The block's number.
    public let block: UInt64
    /// The device that it belongs to.
    public let device: String
    /// The step that it went online in.
    public let step: Int
  }

  /// A decision, and the policy of that time: later steps may have set another.
  public struct TimedDecision: Sendable {
    /// The decision.
    public let decision: OnlineDecision
    /// The policy that it was made by.
    public let policy: Policy
  }
}

extension Planner {
  /// The most blocks that can have been added at a time: memory for 128 TiB in blocks
  /// of 128 MiB.
  public static let maximumAddedBlockCount: UInt64 = 1 << 20

  /// Boots the machine.
  ///
  /// - Parameter recordsOperations: Whether `operations` is to be filled.
  /// - Throws: If there can't be such a machine.
  public init(
    _ scenario: Scenario, boot: PlannedBoot, recordsOperations: Bool = false
  ) throws(PlanError) {
    try self.init(
      scenario, boot: boot, recordsOperations: recordsOperations, watching: nil)
  }

  init(
    _ scenario: Scenario, boot: PlannedBoot, recordsOperations: Bool = false,
    watching block: FirstKernelBlock?
  ) throws(PlanError) {
    let arguments = KernelArguments(
      scenario, kernel: boot.kernel, boot.geometry, boot.architecture)
    guard boot.blockPages <= PlannedBoot.largestBlock / boot.geometry.pageSize else {
      throw PlanError(
        "block-size",
        "expected memory blocks of at most 64G, found \(PageCount(pages: boot.blockPages, of: boot.geometry).size)"
      )
    }
    if let running = boot.running {
      machine = Self.machine(running, arguments)
    } else {
      do throws(BootError) {
        machine = try HotplugMachine(
          nodes: boot.nodes, memory: boot.memory, blockPages: boot.blockPages,
          parameters: arguments.parameters, autoOnlineType: arguments.autoOnlineType,
          kernel: boot.kernel, geometry: boot.geometry)
      } catch {
        throw PlanError("boot", "no machine boots so: \(error)")
      }
    }
    earlier = PlanTotals(of: machine)
    machine.maximumAddedBlockCount = Self.maximumAddedBlockCount
    // The same zones, without walking all groups for each.
    machine.decidesByTotals = true
    self.scenario = scenario
    self.boot = boot
    self.recordsOperations = recordsOperations
    watchedBlock = block
    placement = DevicePlacement(above: boot.end)
    warn(about: arguments)
  }

  /// A machine that runs, its parameters written.
  private static func machine(
    _ running: HotplugMachine, _ arguments: KernelArguments
  ) -> HotplugMachine {
    var parameters = arguments.parameters
    // What only boot sets stays as it is.
    let old = running.parameters
    parameters.policy.isMovableNodeEnabled = old.policy.isMovableNodeEnabled
    parameters.memmapOnMemory = old.memmapOnMemory
    var machine = running
    machine.parameters = parameters
    machine.autoOnlineType = arguments.autoOnlineType
    // Nothing is in the way of what is planned.
    machine.notifier = MemoryNotifier()
    return machine
  }

  /// The size of a memory block, in bytes.
  public var blockBytes: UInt64 { machine.blockPages * machine.geometry.pageSize }

  /// The pages of some blocks.
  func pages(_ blocks: Range<UInt64>) -> PageRange {
    PageRange(
      startPFN: blocks.lowerBound * machine.blockPages,
      pageCount: (blocks.upperBound - blocks.lowerBound) * machine.blockPages)
  }

  /// Takes the next step: boot, and then an action each.
  ///
  /// - Returns: The step, or `nil` after the last one.
  /// - Throws: If a device doesn't fit into the address space, or there are too many
  ///   blocks.
  public mutating func next() throws(PlanError) -> PlanStep? {
    guard let action = nextAction else {
      nextAction = 0
      try addBootDevices()
      return PlanStep(number: 0, action: nil, isCertain: true)
    }
    guard action < scenario.actions.count, watchedDecision == nil else {
      return nil
    }
    nextAction = action + 1
    stepNumber = action + 1
    var step = PlanStep(
      number: stepNumber, action: scenario.actions[action], isCertain: isCertain)
    try perform(scenario.actions[action], &step)
    step.isCertain = isCertain
    return step
  }
}
