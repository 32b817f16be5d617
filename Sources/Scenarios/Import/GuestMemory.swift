// SPDX-License-Identifier: MIT

/// The memory of a virtual machine as a command line or a domain describes it.
struct GuestMemory {
  /// A memory device.
  struct Device {
    enum Kind {
      case dimm
      case virtioMem(requested: UInt64?, block: UInt64?)
    }

    let kind: Kind
    let id: String?
    let size: UInt64
    let node: Int
  }

  var chipset = Scenario.Chipset.pc
  /// The boot memory of each node, in bytes.
  var nodes: [UInt64] = []
  var devices: [Device] = []
  var kernelArguments: [String] = []
  /// The architecture as QEMU calls it, if that is said.
  var architecture: String?
  /// What isn't planned, or was taken for granted.
  var remarks: [GuestRemark] = []

  /// A machine type of QEMU, such as `pc-q35-7.2`.
  mutating func setMachine(_ name: some StringProtocol) {
    chipset = name.contains("q35") ? .q35 : .pc
  }
}

extension GuestMemory {
  /// The machine: DIMMs come first, as ACPI has them, and virtio-mem devices grow to
  /// what is requested of them, or else to their size.
  ///
  /// - Parameter name: The scenario's name.
  func guest(name: String) -> ImportedGuest {
    var scenario = Scenario(
      name: name, chipset: chipset, nodes: nodes.map { ByteCount(rawValue: $0) },
      kernelArguments: kernelArguments)
    var remarks = remarks
    if !BootArgument.isNamed("memory_hotplug.online_policy", in: kernelArguments) {
      remarks.append(.policyTaken)
    }
    var resizes: [ScenarioAction] = []
    for (index, device) in devices.enumerated() {
      // Names of scenarios have no other characters.
      let id =
        device.id.map { String($0.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }) }
        ?? "mem\(index)"
      let size = ByteCount(rawValue: device.size)
      switch device.kind {
      case .dimm:
        scenario.actions.append(.addDIMM(id: id, size: size, node: device.node))
      case .virtioMem(let requested, let block):
        scenario.virtioMemory.append(
          VirtioMemoryDevice(
            id: id, size: size.wholeBlocks(block.map { ByteCount(rawValue: $0) }),
            node: device.node,
            block: block.map { ByteCount(rawValue: $0) }))
        let goal = requested.flatMap { $0 > 0 ? $0 : nil } ?? device.size
        if goal != requested {
          remarks.append(.wholeSize(device: id))
        }
        resizes.append(.resize(device: id, size: ByteCount(rawValue: goal)))
      }
      while scenario.nodes.count <= min(device.node, 63) {
        scenario.nodes.append(ByteCount(rawValue: 0))
      }
    }
    scenario.actions += resizes
    return ImportedGuest(scenario: scenario, architecture: architecture, remarks: remarks)
  }
}
