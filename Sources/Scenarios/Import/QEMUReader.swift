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
  private var backends: [String: UInt64] = [:]
  private var nodes: [Int: UInt64] = [:]
  private var devices: [QEMUOption] = []
  private var numaNodes: [QEMUOption] = []

  /// What a machine has that isn't told how much.
  private static let usualBoot: UInt64 = 128 << 20

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
      if let text = fields["slots"] {
        guard let number = UInt64(text) else {
          throw CommandLineError(
            option: option, message: "slots: expected a number, found \(text)")
        }
        slots = number
      }
    case "-machine", "-M":
      let fields = try QEMUOption(value, of: option, first: "type")
      if let type = fields["type"] { memory.setMachine(type) }
      if let backend = fields["memory-backend"] { bootBackend = backend }
    case "-object":
      let fields = try QEMUOption(value, of: option, first: "type")
      guard fields["type"]?.hasPrefix("memory-backend-") == true, let id = fields["id"],
        let size = try fields.size("size")
      else { return }
      backends[id] = size
    case "-numa":
      let fields = try QEMUOption(value, of: option, first: "type")
      if fields["type"] == "node" { numaNodes.append(fields) }
    case "-device":
      devices.append(try QEMUOption(value, of: option, first: "type"))
    default:
      memory.kernelArguments = BootArgument.scenarioWords(value)
    }
  }

  private mutating func takeNodes() throws(CommandLineError) {
    for (index, option) in numaNodes.enumerated() {
      let node = try option.number("nodeid") ?? index
      var size = try option.size("mem", unit: 1 << 20) ?? 0
      if let id = option["memdev"] { size = try backend(id, option) }
      nodes[node] = size
    }
    if nodes.isEmpty {
      let backend = bootBackend.flatMap { id in backends[id].map { (id, $0) } }
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
    let size = try backend(id, option)
    let kind: GuestMemory.Device.Kind =
      type == "pc-dimm"
      ? .dimm
      : .virtioMem(
        requested: try option.size("requested-size"), block: try option.size("block-size"))
    memory.devices.append(
      GuestMemory.Device(
        kind: kind, id: option["id"], size: size, node: try option.number("node") ?? 0))
  }

  /// Checks that QEMU has room for all devices.
  private func checkRoom() throws(CommandLineError) {
    let dimmCount = memory.devices.count {
      if case .dimm = $0.kind { true } else { false }
    }
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

  private func backend(
    _ id: String, _ option: QEMUOption
  ) throws(CommandLineError) -> UInt64 {
    guard let size = backends[id] else {
      throw CommandLineError(
        option: option.option, message: "there is no memory backend \(id)")
    }
    return size
  }
}
