// SPDX-License-Identifier: MIT

/// The first line of a capture: what was booted, and how.
struct MetaRecord: Encodable {
  /// The machine and the parameters that it was booted with.
  struct Parameters: Encodable {
    let nodes: [UInt64]
    let virtioMemory: [VirtioMemoryDevice]
    let acpiMemory: [ACPIMemoryDevice]
    let slots: Int
    let ratio: UInt32
    let numaAware: String
    let policy: String
    let state: String

    private enum CodingKeys: String, CodingKey {
      case slots, ratio, policy, state
      case nodes = "nodes_mib"
      case virtioMemory = "vmems"
      case acpiMemory = "acpi_memory"
      case numaAware = "numa_aware"
    }
  }

  let kind = "meta"
  let name: String
  let note: String
  let accelerator: String
  let kernel: String
  let kernelVersion: String
  let qemu: String
  let params: Parameters
  let append: String
  let bootSeconds: Double

  private enum CodingKeys: String, CodingKey {
    case kind, name, note, kernel, qemu, params, append
    case accelerator = "accel"
    case kernelVersion = "kernel_version"
    case bootSeconds = "boot_s"
  }
}

extension MetaRecord.Parameters {
  init(_ scenario: Scenario) {
    nodes = scenario.nodes.map(\.mebibytes)
    virtioMemory = scenario.virtioMemory
    acpiMemory = scenario.acpiMemory
    slots = scenario.dimmSlots
    ratio = scenario.autoMovableRatio
    numaAware = scenario.autoMovableNumaAware ? "Y" : "N"
    policy = scenario.onlinePolicy
    state = scenario.defaultState
  }
}
