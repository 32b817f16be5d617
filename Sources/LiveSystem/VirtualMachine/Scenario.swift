// SPDX-License-Identifier: MIT

/// A virtual machine and what is done to it, one capture's worth.
///
/// Kept in a JSON file; docs/live.md describes it field by field.
public struct Scenario: Hashable, Sendable {
  /// The name, that of the file without its extension.
  public let name: String

  /// What the scenario is there to show.
  public let note: String

  /// The memory of each node at boot; 0 for a node without early memory.
  public let nodes: [ByteCount]

  /// The virtio-mem devices, all of them empty at boot.
  public let virtioMemory: [VirtioMemoryDevice]

  /// Memory that ACPI announces at boot, in holes of the kernel's memory map.
  public let acpiMemory: [ACPIMemoryDevice]

  /// `memory_hotplug.online_policy`.
  public let onlinePolicy: String

  /// `memory_hotplug.auto_movable_ratio`, in percent.
  public let autoMovableRatio: UInt32

  /// `memory_hotplug.auto_movable_numa_aware`.
  public let autoMovableNumaAware: Bool

  /// `memhp_default_state`: what becomes of blocks that are added.
  public let defaultState: String

  /// Further arguments for the kernel.
  public let kernelArguments: [String]

  /// What is done, in order; a snapshot is taken after each.
  public let actions: [ScenarioAction]
}

extension Scenario {
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
