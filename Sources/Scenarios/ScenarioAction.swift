// SPDX-License-Identifier: MIT

/// One thing done to a virtual machine from outside.
public enum ScenarioAction: Hashable, Sendable {
  /// Asks a virtio-mem device to have so many bytes plugged.
  case resize(device: String, size: ByteCount)

  /// Plugs a DIMM.
  case addDIMM(id: String, size: ByteCount, node: Int)

  /// Has the DAX kmem driver take a device's memory: a range that need not be of
  /// whole blocks, in a memory group of its own. Without an address it begins at a whole
  /// block. A plan's alone.
  case addDAX(id: String, size: ByteCount, node: Int, address: ByteCount?)

  /// Adds memory as drivers without memory groups do: the balloons of Hyper-V and
  /// Xen, for example. A plan's alone.
  case addMemory(id: String, size: ByteCount, node: Int, address: ByteCount?)

  /// Asks the guest to give a DIMM back, which it may refuse.
  case removeDIMM(id: String)

  /// Writes a parameter of the module `memory_hotplug`.
  case writeParameter(name: String, value: String)

  /// Writes a memory block's `state` file.
  case writeState(block: Int, value: String)

  /// Writes a memory block's `online` file.
  case writeOnline(block: Int, value: String)

  /// Writes `auto_online_blocks`.
  case writeAutoOnlineBlocks(value: String)

  /// Reads a memory block's `valid_zones` file.
  case readValidZones(block: Int)

  /// Loads a module of the guest's kernel.
  case loadModule(name: String)

  /// Writes any other file below `/sys`.
  case write(path: String, value: String)
}

extension ScenarioAction {
  /// The name of the action in scenarios and captures.
  public var operation: String {
    switch self {
    case .resize: "resize"
    case .addDIMM: "dimm_add"
    case .addDAX: "dax_add"
    case .addMemory: "memory_add"
    case .removeDIMM: "dimm_del"
    case .writeParameter: "param"
    case .writeState: "block_state"
    case .writeOnline: "block_online"
    case .writeAutoOnlineBlocks: "auto_online_blocks"
    case .readValidZones: "valid_zones"
    case .loadModule: "load_module"
    case .write: "write"
    }
  }
}

extension ScenarioAction {
  /// Whether nothing but a plan can do it: QEMU has no such device.
  public var isForPlansOnly: Bool {
    switch self {
    case .addDAX, .addMemory: true
    default: false
    }
  }
}

extension ScenarioAction: CustomStringConvertible {
  /// A few words for a line of progress.
  public var description: String {
    switch self {
    case .resize(let device, let size): "\(operation) \(device) \(size)"
    case .addDIMM(let id, let size, let node): "\(operation) \(id) \(size) node \(node)"
    case .addDAX(let id, let size, let node, let address),
      .addMemory(let id, let size, let node, let address):
      "\(operation) \(id) \(size) node \(node)" + (address.map { " at \($0)" } ?? "")
    case .removeDIMM(let id): "\(operation) \(id)"
    case .writeParameter(let name, let value): "\(operation) \(name)=\(value)"
    case .writeState(let block, let value): "\(operation) \(block) \(value)"
    case .writeOnline(let block, let value): "\(operation) \(block) \(value)"
    case .writeAutoOnlineBlocks(let value): "\(operation) \(value)"
    case .readValidZones(let block): "\(operation) \(block)"
    case .loadModule(let name): "\(operation) \(name)"
    case .write(let path, let value): "\(operation) \(path) \(value)"
    }
  }
}
