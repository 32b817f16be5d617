// SPDX-License-Identifier: MIT

import TextFiles

extension Scenario {
  /// Something that is wrong beyond the form.
  package struct Problem {
    /// Where something is wrong.
    package enum Place {
      /// In a list as a whole, or in a value, by its field's name.
      case list(String)
      /// In an element of a list.
      case element(String, Int)
      /// In an action, by its number from 0 and its name; some stand for many in the file.
      case action(Int, operation: String)
    }

    /// Where it is.
    package let place: Place
    /// What is wrong, or what was expected.
    package let reason: String
    /// The field of an element that is wrong, if it is only that.
    private let field: String?

    fileprivate init(
      _ name: String, at index: Int? = nil, field: String? = nil, _ reason: String
    ) {
      place = index.map { .element(name, $0) } ?? .list(name)
      self.field = field
      self.reason = reason
    }

    fileprivate init(_ action: Int, of operation: String, _ reason: String) {
      place = .action(action, operation: operation)
      field = nil
      self.reason = reason
    }
  }

  /// Checks what a file's reader checks beyond the form.
  ///
  /// - Returns: The first thing that is wrong, by its field; `nil` if nothing is.
  public func validate() -> String? {
    firstProblem.map { problem in
      if case .action(let index, _) = problem.place {
        return "actions[\(index)]: \(problem.message)"
      }
      return "\(problem.path): \(problem.message)"
    }
  }

  /// The first thing that is wrong beyond the form.
  package var firstProblem: Problem? { machineProblem ?? actionProblem }

  private static let states = ["offline", "online", "online_kernel", "online_movable"]
  private static let largest = ByteCount(rawValue: 1 << 44)
  private static let farthest = ByteCount(rawValue: 1 << 51)
  private static let wholeBlocks = "expected a size of whole memory blocks (128M), at most 16T"
  /// The block of a virtio-mem device that isn't told another one, in bytes.
  private static let smallestBlock: UInt64 = 2 << 20
  private static let maximumDeviceCount = 256
  private static let maximumArgumentCount = 256

  private var machineProblem: Problem? {
    if !(1...64).contains(nodes.count) { return Problem("nodes", "expected 1 to 64 nodes") }
    if nodes.allSatisfy({ $0.rawValue == 0 }) {
      return Problem("nodes", "expected memory on a node at least")
    }
    for (index, size) in nodes.enumerated()
    where !size.rawValue.isMultiple(of: 1 << 20) || size > Self.largest {
      return Problem("nodes", at: index, "expected whole MiB, at most 16T")
    }
    if virtioMemory.count > Self.maximumDeviceCount {
      return Problem("virtio_mem", "expected at most \(Self.maximumDeviceCount) devices")
    }
    for (index, device) in virtioMemory.enumerated() {
      if let reason = problem(of: device) { return Problem("virtio_mem", at: index, reason) }
      if virtioMemory[..<index].contains(where: { $0.id == device.id }) {
        return Problem(
          "virtio_mem", at: index, field: "id", "there is a device \(device.id) already")
      }
    }
    if acpiMemory.count > Self.maximumDeviceCount {
      return Problem("acpi_memory", "expected at most \(Self.maximumDeviceCount) devices")
    }
    for (index, device) in acpiMemory.enumerated() {
      guard Self.isWhole(device.size), Self.isAligned(device.address),
        device.address <= Self.largest, nodes.indices.contains(device.node)
      else {
        return Problem(
          "acpi_memory", at: index, "expected whole memory blocks (128M) on a known node")
      }
      if let other = acpiMemory[..<index].firstIndex(where: { $0.range.overlaps(device.range) }) {
        return Problem("acpi_memory", at: index, "overlaps acpi_memory[\(other)]")
      }
    }
    if !Self.isArgument(onlinePolicy) {
      return Problem("online_policy", Self.plainText)
    }
    if !Self.states.contains(defaultState) {
      return Problem(
        "memhp_default_state", "expected one of " + Self.states.joined(separator: ", "))
    }
    if kernelArguments.count > Self.maximumArgumentCount {
      return Problem(
        "kernel_arguments", "expected at most \(Self.maximumArgumentCount) arguments")
    }
    for (index, argument) in kernelArguments.enumerated() where !Self.isArgument(argument) {
      return Problem("kernel_arguments", at: index, Self.plainText)
    }
    return nil
  }

  private static let plainText = "expected printable ASCII without blanks"

  private static func isArgument(_ text: String) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isPrintableASCII }
  }

  private func problem(of device: VirtioMemoryDevice) -> String? {
    if !Self.isName(device.id) { return "expected an id of letters, digits, - and _" }
    guard device.size.rawValue > 0, device.size <= Self.largest,
      device.size.rawValue.isMultiple(of: Self.smallestBlock)
    else { return "expected a size of whole blocks of 2M, at most 16T" }
    if !nodes.indices.contains(device.node) { return "there is no node \(device.node)" }
    if let block = device.block?.rawValue {
      guard block >= Self.smallestBlock, block & (block - 1) == 0,
        device.size.rawValue.isMultiple(of: block)
      else { return "expected a block that is a power of two of at least 2M and divides the size" }
    }
    return nil
  }

  private var actionProblem: Problem? {
    var names = DeviceNames()
    for (index, action) in actions.enumerated() {
      if let reason = problem(of: action, &names) {
        return Problem(index, of: action.operation, reason)
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
      let block = device.block ?? ByteCount(rawValue: Self.smallestBlock)
      guard size.rawValue.isMultiple(of: block.rawValue) else {
        return "expected whole blocks of \(block)"
      }
      guard size <= device.size else {
        return "expected whole blocks of \(block), at most \(device.size)"
      }
    case .addDIMM(let id, let size, let node):
      if let reason = problem(ofAdded: id, node, isDIMM: true, &names) { return reason }
      if !Self.isWhole(size) { return Self.wholeBlocks }
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

extension Scenario.Problem {
  /// What is wrong, beginning with the action's name.
  var message: String {
    if case .action(_, let operation) = place { "\(operation): \(reason)" } else { reason }
  }

  /// The way to what is wrong in a file; of an action to all of them.
  var path: JSONPath {
    let steps: [JSONPath.Step] =
      switch place {
      case .list(let name): [.field(name)]
      case .element(let name, let index): [.field(name), .element(index)]
      case .action: [.field("actions")]
      }
    return JSONPath(steps + (field.map { [.field($0)] } ?? []))
  }
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
