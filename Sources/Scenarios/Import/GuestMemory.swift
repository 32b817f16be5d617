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
    /// Where its memory is to be, if that is said.
    let address: UInt64?

    var isDIMM: Bool { if case .dimm = kind { true } else { false } }
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
    let names = names
    var resizes: [ScenarioAction] = []
    for (device, id) in zip(devices, names) {
      let size = ByteCount(rawValue: device.size)
      if let address = device.address {
        let isRefused = device.isDIMM && !address.isMultiple(of: ByteCount.memoryBlock.rawValue)
        remarks.append(
          isRefused
            ? .refusedAddress(device: id, address: address)
            : .unplannedAddress(device: id, address: address))
        if isRefused { continue }
      }
      switch device.kind {
      case .dimm:
        scenario.actions.append(.addDIMM(id: id, size: size, node: device.node))
      case .virtioMem(let requested, let block):
        // QEMU's own block is as good as none.
        let block = block.flatMap { $0 == 2 << 20 ? nil : ByteCount(rawValue: $0) }
        scenario.virtioMemory.append(
          VirtioMemoryDevice(id: id, size: size, node: device.node, block: block))
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
    // Only then it matters who finds room first.
    if devices.contains(where: { !$0.size.isMultiple(of: ByteCount.memoryBlock.rawValue) }) {
      scenario.placementOrder = names
    }
    return ImportedGuest(scenario: scenario, architecture: architecture, remarks: remarks)
  }

  /// The block of a virtio-mem device that isn't told one: a huge page of the host, if its
  /// memory has some. Mirrors `virtio_mem_default_block_size`.
  static func block(ofHugePage page: UInt64?) -> UInt64? {
    page.flatMap { $0 > 2 << 20 ? $0 : nil }
  }

  /// The devices' names in a scenario, which have no other characters than letters, digits and
  /// underscores: each its own, unless two devices are called the same.
  private var names: [String] {
    let cleaned = devices.map { device in
      device.id.map { String($0.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }) }
    }
    var names = [String](repeating: "", count: devices.count)
    var taken: Set<String> = []
    // A name that stays as it is keeps others from it.
    for (index, name) in cleaned.enumerated() {
      guard let name, name == devices[index].id else { continue }
      names[index] = name
      taken.insert(name)
    }
    for (index, name) in cleaned.enumerated() where names[index].isEmpty {
      var (candidate, number) = (name ?? "mem\(index)", 1)
      while !taken.insert(candidate).inserted {
        number += 1
        candidate = "\(name ?? "mem\(index)")_\(number)"
      }
      names[index] = candidate
    }
    return names
  }
}
