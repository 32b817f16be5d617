// SPDX-License-Identifier: MIT

/// Reads the options of a QEMU command, and refuses what QEMU refuses of them.
struct QEMUReader {
  private let command: QEMUCommand
  private var memory = GuestMemory()
  /// What `-m` says, one `-m` after the other.
  private var boot: UInt64?
  private var most: UInt64?
  private var slots: UInt64 = 0
  /// The backend that the machine takes boot memory from.
  private var bootBackend: String?
  private var backends: [String: Backend] = [:]
  /// The backends that somebody's memory is from.
  private var usedBackends: Set<String> = []
  private var nodes: [Int: UInt64] = [:]
  private var objectIDs: Set<String> = []
  private var deviceIDs: Set<String> = []
  private var devices: [QEMUOption] = []
  private var numaNodes: [QEMUOption] = []

  /// What a machine has that isn't told how much.
  private static let usualBoot: UInt64 = 128 << 20

  /// Memory of the host.
  private struct Backend {
    let size: UInt64
    /// The size of its huge pages, if that is said.
    let pageSize: UInt64?
  }

  init(_ command: QEMUCommand) { self.command = command }
}

extension QEMUReader {
  /// Reads all options.
  ///
  /// - Throws: What is wrong with one.
  mutating func read() throws(CommandLineError) -> GuestMemory {
    memory.architecture = command.architecture
    let words = Array(command.words)
    var index = 0
    while index < words.count {
      let word = words[index]
      index += 1
      guard word.isOption, index < words.count else { continue }
      // `--option` is as good as `-option`.
      let option = "-" + word.text.drop { $0 == "-" }
      guard ["-m", "-machine", "-M", "-object", "-numa", "-device", "-append"].contains(option)
      else { continue }
      var value = words[index].text
      let isWhole = words[index].isWhole
      index += 1
      // Of the kernel's arguments `ps` shows one in each word.
      while option == "-append", !isWhole, index < words.count, !words[index].isOption,
        !words[index].beginsLine
      {
        // The quotes of a later one are the kernel's.
        let text = words[index].text
        value += text.utf8.contains(0x20) ? " \"\(text)\"" : " \(text)"
        index += 1
      }
      try take(option, value)
    }
    try takeNodes()
    for option in devices { try takeDevice(option) }
    try checkRoom()
    return memory
  }

  private mutating func take(_ option: String, _ value: String) throws(CommandLineError) {
    switch option {
    case "-m":
      let fields = try QEMUOption(value, of: option, first: "size")
      if let size = try fields.size("size", unit: 1 << 20) { boot = size }
      if let size = try fields.size("maxmem") { most = size }
      if let number = try slots(fields, "slots") { slots = number }
    case "-machine", "-M":
      let fields = try QEMUOption(value, of: option, first: "type")
      if let type = fields["type"] { memory.setMachine(type) }
      if let backend = fields["memory-backend"] { bootBackend = backend }
      // The same as `-m` says, in bytes.
      if let size = try fields.size("memory.size") { boot = size }
      if let size = try fields.size("memory.max-size") { most = size }
      if let number = try slots(fields, "memory.slots") { slots = number }
      if let size = fields["max-ram-below-4g"] {
        memory.remarks.append(.unplannedOption("\(option) max-ram-below-4g=\(size)"))
      }
    case "-object":
      let fields = try QEMUOption(value, of: option, first: "type")
      try takeID(of: fields, in: &objectIDs, "an object")
      guard fields["type"]?.hasPrefix("memory-backend-") == true, let id = fields["id"],
        let size = try fields.size("size")
      else { return }
      let hasHugePages = ["on", "yes", "true", "y"].contains(fields["hugetlb"])
      let pageSize = hasHugePages ? try fields.size("hugetlbsize") : nil
      if let pageSize, pageSize & (pageSize &- 1) != 0 || pageSize == 0 {
        throw CommandLineError(
          option: option, message: "hugetlbsize: expected a power of two, found \(pageSize)")
      }
      backends[id] = Backend(size: size, pageSize: pageSize)
    case "-numa":
      let fields = try QEMUOption(value, of: option, first: "type")
      if fields["type"] == "node" { numaNodes.append(fields) }
    case "-device":
      let fields = try QEMUOption(value, of: option, first: "type")
      try takeID(of: fields, in: &deviceIDs, "a device")
      devices.append(fields)
    default:
      memory.kernelArguments = BootArgument.scenarioWords(value)
    }
  }

  /// Notes an id, which nothing else of its kind may have.
  private func takeID(
    of fields: QEMUOption, in ids: inout Set<String>, _ kind: String
  ) throws(CommandLineError) {
    guard let id = fields["id"], !ids.insert(id).inserted else { return }
    throw CommandLineError(
      option: "\(fields.option) \(fields["type"] ?? "")",
      message: "there is \(kind) \(id) already")
  }

  private func slots(
    _ fields: QEMUOption, _ name: String
  ) throws(CommandLineError) -> UInt64? {
    guard let text = fields[name] else { return nil }
    guard let number = UInt64(text) else {
      throw CommandLineError(
        option: fields.option, message: "\(name): expected a number, found \(text)")
    }
    return number
  }

  private mutating func takeNodes() throws(CommandLineError) {
    for (index, option) in numaNodes.enumerated() {
      let node = try option.number("nodeid") ?? index
      var size = try option.size("mem", unit: 1 << 20) ?? 0
      if let id = option["memdev"] { size = try use(id, option).size }
      nodes[node] = size
    }
    if let missing = (0..<nodes.count).first(where: { nodes[$0] == nil }) {
      throw CommandLineError(option: "-numa", message: "there is no node \(missing)")
    }
    if nodes.isEmpty {
      let backend = bootBackend.flatMap { id in backends[id].map { (id, $0.size) } }
      if let (id, _) = backend { usedBackends.insert(id) }
      if let (id, size) = backend, let boot, boot != size {
        throw CommandLineError(
          option: "-machine",
          message: "memory-backend \(id) has \(Self.text(size)), and -m says \(Self.text(boot))")
      }
      nodes[0] = boot ?? backend?.1 ?? Self.usualBoot
    }
    memory.nodes = (0...(nodes.keys.max() ?? 0)).map { nodes[$0] ?? 0 }
    if let boot, boot != bootOfNodes {
      throw CommandLineError(
        option: "-numa",
        message: "its nodes have \(Self.text(bootOfNodes)), and -m says \(Self.text(boot))")
    }
  }

  /// The boot memory of all nodes, which no size that is read can make overflow.
  private var bootOfNodes: UInt64 { memory.nodes.reduce(0) { $0 &+ $1 } }

  private mutating func takeDevice(_ option: QEMUOption) throws(CommandLineError) {
    let type = option["type"] ?? ""
    if type == "nvdimm" { memory.remarks.append(.noSystemMemory(model: type)) }
    guard type == "pc-dimm" || type.hasPrefix("virtio-mem") else { return }
    guard let id = option["memdev"] else {
      throw CommandLineError(option: "-device \(type)", message: "memdev is missing")
    }
    let backend = try use(id, option)
    let node = try option.number("node") ?? 0
    guard node < memory.nodes.count else {
      throw CommandLineError(
        option: "-device \(type)",
        message: "node: there is no node \(node)"
          + (numaNodes.isEmpty ? " without -numa" : " of -numa"))
    }
    // QEMU takes 0 for any address.
    let address = try option.size(type == "pc-dimm" ? "addr" : "memaddr") ?? 0
    let kind: GuestMemory.Device.Kind =
      type == "pc-dimm"
      ? .dimm
      : .virtioMem(
        requested: try option.size("requested-size"),
        block: try block(of: option, backend))
    memory.devices.append(
      GuestMemory.Device(
        kind: kind, id: option["id"], size: backend.size, node: node,
        address: address == 0 ? nil : address))
  }

  /// The block of a virtio-mem device.
  private func block(
    of option: QEMUOption, _ backend: Backend
  ) throws(CommandLineError) -> UInt64? {
    guard let block = try option.size("block-size"), block > 0 else {
      return GuestMemory.block(ofHugePage: backend.pageSize)
    }
    if let page = backend.pageSize, block < page {
      throw CommandLineError(
        option: "-device \(option["type"] ?? "")",
        message: "block-size: expected a huge page of its backend (\(Self.text(page))) or more, "
          + "found \(Self.text(block))")
    }
    return block
  }

  /// Checks that QEMU has room for all devices.
  private func checkRoom() throws(CommandLineError) {
    let dimmCount = memory.devices.count { $0.isDIMM }
    guard !memory.devices.isEmpty else { return }
    guard let most else {
      throw CommandLineError(
        option: "-m", message: "maxmem is missing, without which QEMU takes no memory devices")
    }
    let boot = bootOfNodes
    guard most >= boot else {
      throw CommandLineError(
        option: "-m",
        message: "expected a maxmem of the \(Self.text(boot)) at boot or more, found "
          + Self.text(most))
    }
    var rest = most - boot
    for device in memory.devices {
      guard device.size <= rest else {
        let all = memory.devices.reduce(UInt64(0)) { $0 &+ $1.size }
        throw CommandLineError(
          option: "-m",
          message: "maxmem=\(Self.text(most)) leaves \(Self.text(most - boot)) for memory "
            + "devices, which have \(Self.text(all))")
      }
      rest -= device.size
    }
    guard dimmCount <= slots else {
      throw CommandLineError(
        option: "-m", message: "slots=\(slots): expected \(dimmCount) or more, one for each DIMM")
    }
  }

  private static func text(_ size: UInt64) -> String { ByteCount(rawValue: size).description }

  /// Takes a backend for a device or a node, each its own.
  private mutating func use(
    _ id: String, _ option: QEMUOption
  ) throws(CommandLineError) -> Backend {
    guard let backend = backends[id] else {
      throw CommandLineError(
        option: option.option, message: "there is no memory backend \(id)")
    }
    guard usedBackends.insert(id).inserted else {
      throw CommandLineError(
        option: option.option, message: "the memory backend \(id) is used already")
    }
    return backend
  }
}
