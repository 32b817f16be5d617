// SPDX-License-Identifier: MIT

/// A virtual machine and what is done to it, one capture's worth.
///
/// Kept in a JSON file; docs/live.md describes it field by field.
public struct Scenario: Hashable, Sendable {
  /// The name, that of the file without its extension.
  public let name: String

  /// What the scenario is there to show.
  public let note: String

  /// The machine that QEMU makes, which decides how much memory is below 4 GiB.
  public var chipset: Chipset

  /// The memory of each node at boot; 0 for a node without early memory.
  public var nodes: [ByteCount]

  /// The virtio-mem devices, all of them empty at boot.
  public var virtioMemory: [VirtioMemoryDevice]

  /// Memory that ACPI announces at boot, in holes of the kernel's memory map.
  public var acpiMemory: [ACPIMemoryDevice]

  /// `memory_hotplug.online_policy`.
  public var onlinePolicy: String

  /// `memory_hotplug.auto_movable_ratio`, in percent.
  public var autoMovableRatio: UInt32

  /// `memory_hotplug.auto_movable_numa_aware`.
  public var autoMovableNumaAware: Bool

  /// `memhp_default_state`: what becomes of blocks that are added.
  public var defaultState: String

  /// Further arguments for the kernel.
  public var kernelArguments: [String]

  /// What is done, in order; a snapshot is taken after each.
  public var actions: [ScenarioAction]

  /// The devices that find room first, by their names, DIMMs among them that are plugged later.
  /// Empty, virtio-mem devices come first. No file has it: where all sizes are of whole memory
  /// blocks, the order makes no difference.
  package var placementOrder: [String] = []

  /// Creates a scenario; what is left out is as in a file that leaves it out. Nothing
  /// is checked; see ``validate()``.
  public init(
    name: String, note: String = "", chipset: Chipset = .pc, nodes: [ByteCount],
    virtioMemory: [VirtioMemoryDevice] = [], acpiMemory: [ACPIMemoryDevice] = [],
    onlinePolicy: String = "auto-movable", autoMovableRatio: UInt32 = 301,
    autoMovableNumaAware: Bool = true, defaultState: String = "online",
    kernelArguments: [String] = [], actions: [ScenarioAction] = []
  ) {
    self.name = name
    self.note = note
    self.chipset = chipset
    self.nodes = nodes
    self.virtioMemory = virtioMemory
    self.acpiMemory = acpiMemory
    self.onlinePolicy = onlinePolicy
    self.autoMovableRatio = autoMovableRatio
    self.autoMovableNumaAware = autoMovableNumaAware
    self.defaultState = defaultState
    self.kernelArguments = kernelArguments
    self.actions = actions
  }
}

extension Scenario {
  /// A machine type of QEMU.
  public enum Chipset: String, Hashable, Sendable, CaseIterable {
    /// `pc`, with an i440FX chipset: up to 3.5 GiB below 4 GiB.
    case pc
    /// `q35`: up to 2.75 GiB below 4 GiB.
    case q35
  }
}

extension Scenario {
  /// Sets a parameter, whatever further arguments say of it.
  public mutating func set(_ parameter: ScenarioParameter) {
    let name: String
    switch parameter {
    case .onlinePolicy(let policy):
      onlinePolicy = policy
      name = "memory_hotplug.online_policy"
    case .autoMovableRatio(let ratio):
      autoMovableRatio = ratio
      name = "memory_hotplug.auto_movable_ratio"
    case .autoMovableNumaAware(let isAware):
      autoMovableNumaAware = isAware
      name = "memory_hotplug.auto_movable_numa_aware"
    case .defaultState(let state):
      defaultState = state
      name = "memhp_default_state"
    }
    kernelArguments.removeAll { BootArgument($0).name == name }
  }
}

extension Scenario {
  /// What the kernel is told about memory: the parameters, then further arguments.
  package var bootArguments: [String] {
    [
      "memory_hotplug.online_policy=\(onlinePolicy)",
      "memory_hotplug.auto_movable_ratio=\(autoMovableRatio)",
      "memory_hotplug.auto_movable_numa_aware=\(autoMovableNumaAware ? "Y" : "N")",
      "memhp_default_state=\(defaultState)",
    ] + kernelArguments
  }

  /// The DIMM slots that the machine needs: one for every DIMM ever added.
  public var dimmSlots: Int {
    actions.count {
      if case .addDIMM = $0 { true } else { false }
    }
  }

  /// The size of the machine's address space for memory, in bytes: all that may
  /// ever be there, and 1 GiB a device that its alignment may cost.
  public var maximumMemory: UInt64 {
    let gibibyte: UInt64 = 1 << 30
    var total = nodes.reduce(0) { $0 + $1.rawValue }
    for device in virtioMemory {
      total += device.size.rawValue + 2 * gibibyte
    }
    for case .addDIMM(_, let size, _) in actions {
      total += size.rawValue + gibibyte
    }
    return total
  }
}
