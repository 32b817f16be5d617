// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import Planning
import Scenarios

/// A machine and its devices, as options of `plan`.
struct PlanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Boot memory; once for each node.", valueName: "size"),
    transform: { try SizeOption($0) })
  var boot: [SizeOption] = []

  @Option(
    name: .customLong("dimm"),
    help: ArgumentHelp("DIMMs, as in 8G, 4x8G or 4G,node=1.", valueName: "size,..."),
    transform: { try DeviceOption($0, [.node]) })
  var dimms: [DeviceOption] = []

  @Option(
    name: .customLong("dax"),
    help: ArgumentHelp(
      "A device of the DAX kmem driver, as in 512G,node=1 or 502M,address=0xa90a00000.",
      valueName: "size,..."),
    transform: { try DeviceOption($0, [.node, .address]) })
  var daxDevices: [DeviceOption] = []

  @Option(
    name: .customLong("memory"),
    help: ArgumentHelp(
      "Memory of a driver without memory groups, such as Hyper-V's or Xen's balloon.",
      valueName: "size,..."),
    transform: { try DeviceOption($0, [.node, .address]) })
  var plainMemory: [DeviceOption] = []

  @Option(
    name: .customLong("virtio-mem"),
    help: ArgumentHelp(
      "A virtio-mem device that grows to a size, as in 15G, 15G,node=1 or 16G,block=1G.",
      valueName: "size,..."),
    transform: { try DeviceOption($0, [.node, .block, .id]) })
  var virtioMemory: [DeviceOption] = []

  @Option(help: "auto_movable_ratio, in percent. (default: 301)")
  var ratio: UInt32?

  @Option(
    help: ArgumentHelp("auto_movable_numa_aware: yes or no. (default: yes)", valueName: "yes|no"),
    transform: { try Bool(option: $0) })
  var numaAware: Bool?

  @Option(
    help: ArgumentHelp(
      "online_policy: auto-movable or contig-zones. (default: auto-movable)",
      valueName: "policy"),
    completion: .list(["auto-movable", "contig-zones"]),
    transform: { text in
      guard ["auto-movable", "contig-zones"].contains(text) else {
        throw ValidationError("expected auto-movable or contig-zones, found \(text)")
      }
      return text
    })
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "memhp_default_state: what becomes of blocks that are added. (default: online)",
      valueName: "state"),
    completion: .list(OnlineType.allCases.map { "\($0.name)" }),
    transform: { text in
      guard OnlineType(sysfsText: Array(text.utf8).span) != nil else {
        throw ValidationError(
          "expected offline, online, online_kernel or online_movable, found \(text)")
      }
      return text
    })
  var state: String?

  @Option(
    help: ArgumentHelp(
      "Further arguments of the kernel, as in 'movable_node cma=1G'.",
      valueName: "arguments"))
  var append: [String] = []

  @Option(
    help: ArgumentHelp(
      "The size of a memory block; without it, as the kernel chooses.", valueName: "size"),
    transform: { try ByteCount(option: $0) })
  var blockSize: ByteCount?

  @Option(
    help: ArgumentHelp("The kernel that is meant. (default: 6.1)", valueName: "version"),
    transform: { text in
      guard let version = KernelVersion(Array(text.utf8).span), version >= .first else {
        throw ValidationError(
          "expected a version such as 6.1, from \(KernelVersion.first) on, found \(text)")
      }
      return version
    })
  var kernel: KernelVersion?

  @Option(
    help: ArgumentHelp(
      "The architecture: \(Architecture.sentence). (default: x86_64)", valueName: "name"),
    completion: .list(Architecture.names),
    transform: { text in
      guard let architecture = Architecture(name: text) else {
        throw ValidationError("expected \(Architecture.sentence), found \(text)")
      }
      return architecture
    })
  var geometry: Architecture?

  @Option(
    help: "How many pages of boot memory are absent. (default: 130 on x86, none elsewhere)")
  var absent: UInt64?

  @Option(
    help: ArgumentHelp("QEMU's machine: pc or q35. (default: pc)", valueName: "type"),
    completion: .list(Scenario.Chipset.allCases.map(\.rawValue)),
    transform: { text in
      guard let chipset = Scenario.Chipset(rawValue: text) else {
        throw ValidationError("expected pc or q35, found \(text)")
      }
      return chipset
    })
  var machine: Scenario.Chipset?
}

extension PlanOptions {
  /// Whether a device is given.
  var hasDevices: Bool {
    !(dimms.isEmpty && daxDevices.isEmpty && plainMemory.isEmpty && virtioMemory.isEmpty)
  }

  /// Whether `online_policy` is said.
  var setsPolicy: Bool {
    policy != nil || BootArgument.isNamed("memory_hotplug.online_policy", in: kernelArguments)
  }

  /// The arguments that are appended, a word each.
  var kernelArguments: [String] {
    append.flatMap { BootArgument.scenarioWords($0) }
  }

  /// The boot map's options.
  var bootOptions: PlannedBoot.Options {
    PlannedBoot.Options(
      absentPages: absent, blockSize: blockSize, kernel: kernel ?? .standard,
      architecture: geometry ?? .x86_64)
  }

  /// Sets the parameters that are given in a scenario.
  func adjust(_ scenario: inout Scenario) {
    if let ratio { scenario.set(.autoMovableRatio(ratio)) }
    if let numaAware { scenario.set(.autoMovableNumaAware(numaAware)) }
    if let policy { scenario.set(.onlinePolicy(policy)) }
    if let state { scenario.set(.defaultState(state)) }
    if let machine { scenario.chipset = machine }
    scenario.kernelArguments += kernelArguments
  }

  /// Adds the devices to a scenario, in the order in which a kernel meets them: what
  /// ACPI has, then what other drivers bring.
  ///
  /// - Returns: Which options all of it is from.
  func addDevices(to scenario: inout Scenario) -> OptionOrigins {
    var names = DeviceNames()
    var origins = OptionOrigins(nodes: boot.map { "--boot \($0.text)" })
    for option in dimms {
      for _ in 0..<option.count {
        scenario.actions.append(
          .addDIMM(id: names.next("dimm"), size: option.size, node: option.node))
        origins.actions.append("--dimm \(option.text)")
      }
    }
    for option in daxDevices {
      for _ in 0..<option.count {
        scenario.actions.append(
          .addDAX(
            id: names.next("dax"), size: option.size, node: option.node,
            address: option.address))
        origins.actions.append("--dax \(option.text)")
      }
    }
    for option in plainMemory {
      for _ in 0..<option.count {
        scenario.actions.append(
          .addMemory(
            id: names.next("memory"), size: option.size, node: option.node,
            address: option.address))
        origins.actions.append("--memory \(option.text)")
      }
    }
    for option in virtioMemory {
      for _ in 0..<option.count {
        let id = option.id ?? names.next("vm")
        scenario.virtioMemory.append(
          VirtioMemoryDevice(
            id: id, size: option.size.wholeBlocks(option.block), node: option.node,
            block: option.block))
        origins.virtioMemory.append("--virtio-mem \(option.text)")
      }
    }
    // Once all are there, they grow one after the other.
    let sizes = virtioMemory.flatMap { Array(repeating: $0.size, count: $0.count) }
    for (device, size) in zip(scenario.virtioMemory, sizes) {
      scenario.actions.append(.resize(device: device.id, size: size))
    }
    origins.actions += origins.virtioMemory
    let nodes =
      [dimms, daxDevices, plainMemory, virtioMemory].joined().map(\.node).max() ?? 0
    while scenario.nodes.count <= nodes { scenario.nodes.append(ByteCount(rawValue: 0)) }
    return origins
  }
}

/// Names for devices: the kind with a number that counts from 0.
private struct DeviceNames {
  private var counts: [String: Int] = [:]

  mutating func next(_ kind: String) -> String {
    let count = counts[kind, default: 0]
    counts[kind] = count + 1
    return "\(kind)\(count)"
  }
}

extension ByteCount {
  /// Reads an option's value.
  init(option text: String) throws {
    guard let size = ByteCount(text) else {
      throw ValidationError("expected a size such as 128M or 2G, found \(text)")
    }
    self = size
  }
}

extension Bool {
  /// Reads an option's value.
  init(option text: String) throws {
    guard let value = Bool(setting: text.lowercased()[...]) else {
      throw ValidationError("expected yes or no, found \(text)")
    }
    self = value
  }
}

extension Architecture {
  /// All names, as a sentence has them.
  fileprivate static var sentence: String {
    names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }
}
