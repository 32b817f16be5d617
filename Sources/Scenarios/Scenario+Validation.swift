// SPDX-License-Identifier: MIT

import TextFiles

extension Scenario {
  /// Something that is wrong beyond the form.
  struct Problem {
    enum Place {
      /// A field.
      case field(JSONPath)
      /// An action, by its number from 0; some stand for many in the file.
      case action(Int)
    }

    let place: Place
    /// What is wrong, or what was expected.
    let reason: String

    fileprivate init(_ path: JSONPath, _ reason: String) {
      place = .field(path)
      self.reason = reason
    }

    fileprivate init(action: Int, _ reason: String) {
      place = .action(action)
      self.reason = reason
    }
  }

  /// Checks what a file's reader checks beyond the form.
  ///
  /// - Returns: The first thing that is wrong, by its field; `nil` if nothing is.
  public func validate() -> String? {
    firstProblem.map { problem in
      switch problem.place {
      case .field(let path): "\(path): \(problem.reason)"
      case .action(let index): "actions[\(index)]: \(problem.reason)"
      }
    }
  }

  /// The first thing that is wrong beyond the form.
  var firstProblem: Problem? { machineProblem ?? actionProblem }

  private static let states = ["offline", "online", "online_kernel", "online_movable"]
  private static let largest = ByteCount(rawValue: 1 << 44)
  private static let farthest = ByteCount(rawValue: 1 << 51)
  private static let maximumDeviceCount = 256
  private static let maximumArgumentCount = 256

  private var machineProblem: Problem? {
    if !(1...64).contains(nodes.count) { return Problem("nodes", "expected 1 to 64 nodes") }
    if nodes.allSatisfy({ $0.rawValue == 0 }) {
      return Problem("nodes", "expected memory on a node at least")
    }
    for (index, size) in nodes.enumerated()
    where !size.rawValue.isMultiple(of: 1 << 20) || size > Self.largest {
      return Problem(JSONPath("nodes").at(index), "expected whole MiB, at most 16T")
    }
    if virtioMemory.count > Self.maximumDeviceCount {
      return Problem("virtio_mem", "expected at most \(Self.maximumDeviceCount) devices")
    }
    for (index, device) in virtioMemory.enumerated() {
      let path = JSONPath("virtio_mem").at(index)
      if let reason = problem(of: device) { return Problem(path, reason) }
      if virtioMemory[..<index].contains(where: { $0.id == device.id }) {
        return Problem(path.at("id"), "there is a device \(device.id) already")
      }
    }
    if acpiMemory.count > Self.maximumDeviceCount {
      return Problem("acpi_memory", "expected at most \(Self.maximumDeviceCount) devices")
    }
    for (index, device) in acpiMemory.enumerated() {
      let path = JSONPath("acpi_memory").at(index)
      guard Self.isWhole(device.size), Self.isAligned(device.address),
        device.address <= Self.largest, nodes.indices.contains(device.node)
      else {
        return Problem(path, "expected whole memory blocks (128M) on a known node")
      }
      if let other = acpiMemory[..<index].firstIndex(where: { $0.range.overlaps(device.range) }) {
        return Problem(path, "overlaps acpi_memory[\(other)]")
      }
    }
    if !Self.states.contains(defaultState) {
      return Problem(
        "memhp_default_state", "expected one of " + Self.states.joined(separator: ", "))
    }
    if kernelArguments.count > Self.maximumArgumentCount {
      return Problem(
        "kernel_arguments", "expected at most \(Self.maximumArgumentCount) arguments")
    }
    for (index, argument) in kernelArguments.enumerated()
    where argument.isEmpty || !argument.allSatisfy({ $0.isPrintableASCII }) {
      return Problem(
        JSONPath("kernel_arguments").at(index), "expected printable ASCII without blanks")
    }
    return nil
  }

  private func problem(of device: VirtioMemoryDevice) -> String? {
    if !Self.isName(device.id) { return "expected an id of letters, digits, - and _" }
    if !Self.isWhole(device.size) { return "expected a size of whole memory blocks (128M)" }
    if !nodes.indices.contains(device.node) { return "there is no node \(device.node)" }
    if let block = device.block?.rawValue {
      guard block >= 2 << 20, block & (block - 1) == 0,
        device.size.rawValue.isMultiple(of: block)
      else { return "expected a block that is a power of two of at least 2M and divides the size" }
    }
    return nil
  }

  private var actionProblem: Problem? {
    var names = DeviceNames()
    for (index, action) in actions.enumerated() {
      if let reason = problem(of: action, &names) {
        return Problem(action: index, "\(action.operation): \(reason)")
      }
    }
    guard names.count <= Self.maximumDeviceCount else {
      return Problem("actions", "expected at most \(Self.maximumDeviceCount) devices to be added")
    }
    return nil
  }

  /// What was added by then.
  private struct DeviceNames {
    var dimms: Set<String> = []
    var others: Set<String> = []
    var count = 0

    /// - Returns: Whether the name was free.
    mutating func add(_ id: String, isDIMM: Bool) -> Bool {
      count += 1
      guard !dimms.contains(id), !others.contains(id) else { return false }
      if isDIMM { dimms.insert(id) } else { others.insert(id) }
      return true
    }
  }

  /// What is wrong with a device that is added.
  private func problem(
    ofAdded id: String, _ node: Int, isDIMM: Bool, _ names: inout DeviceNames
  ) -> String? {
    if !Self.isName(id) { return "expected an id of letters, digits, - and _" }
    if !nodes.indices.contains(node) { return "there is no node \(node)" }
    if virtioMemory.contains(where: { $0.id == id }) || !names.add(id, isDIMM: isDIMM) {
      return "there is a device \(id) already"
    }
    return nil
  }

  private func problem(of action: ScenarioAction, _ names: inout DeviceNames) -> String? {
    switch action {
    case .resize(let id, let size):
      guard let device = virtioMemory.first(where: { $0.id == id }) else {
        return "there is no virtio-mem device \(id)"
      }
      let block = device.block ?? ByteCount(rawValue: 2 << 20)
      guard size <= device.size, size.rawValue.isMultiple(of: block.rawValue) else {
        return "expected whole blocks of \(block), at most \(device.size)"
      }
    case .addDIMM(let id, let size, let node):
      if let reason = problem(ofAdded: id, node, isDIMM: true, &names) { return reason }
      if !Self.isWhole(size) { return "expected a size of whole memory blocks (128M)" }
    case .addDAX(let id, let size, let node, let address),
      .addMemory(let id, let size, let node, let address):
      if let reason = problem(ofAdded: id, node, isDIMM: false, &names) { return reason }
      guard size.rawValue > 0, size <= Self.largest, size.rawValue.isMultiple(of: 4096) else {
        return "expected a size of whole pages (4K), at most 16T"
      }
      if let address, !address.rawValue.isMultiple(of: 4096) || address > Self.farthest {
        return "expected an address of a page (4K), at most \(Self.farthest)"
      }
    case .removeDIMM(let id):
      if names.dimms.remove(id) == nil { return "there is no DIMM \(id) by then" }
    case .writeState(let block, _), .writeOnline(let block, _), .readValidZones(let block):
      if !(0..<(1 << 24)).contains(block) { return "expected the number of a memory block" }
    case .writeParameter(let name, _), .loadModule(let name):
      if !Self.isName(name) { return "expected a name of letters, digits, - and _" }
    case .write(let path, _):
      if !path.hasPrefix("/sys/") || path.split(separator: "/").contains("..") {
        return "expected a path below /sys"
      }
    case .writeAutoOnlineBlocks:
      break
    }
    return action.isOneLine ? nil : "expected a value of one line of printable ASCII"
  }

  private static func isAligned(_ size: ByteCount) -> Bool {
    size.rawValue.isMultiple(of: ByteCount.memoryBlock.rawValue)
  }

  private static func isWhole(_ size: ByteCount) -> Bool {
    size.rawValue > 0 && size <= largest && isAligned(size)
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
  }
}

extension JSONPath {
  fileprivate func at(_ index: Int) -> JSONPath { JSONPath(steps + [.element(index)]) }
  fileprivate func at(_ name: String) -> JSONPath { JSONPath(steps + [.field(name)]) }
}

extension ScenarioAction {
  /// Whether what is written, and where, can be sent to the guest.
  fileprivate var isOneLine: Bool {
    let texts: [String] =
      switch self {
      case .writeParameter(_, let value), .writeState(_, let value), .writeOnline(_, let value),
        .writeAutoOnlineBlocks(let value):
        [value]
      case .write(let path, let value):
        [path, value]
      default:
        []
      }
    return texts.allSatisfy { $0.allSatisfy { $0.isPrintableASCII || $0 == " " } }
  }
}

extension Character {
  fileprivate var isPrintableASCII: Bool {
    isASCII && ("!"..."~").contains(self)
  }
}
