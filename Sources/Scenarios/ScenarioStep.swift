// SPDX-License-Identifier: MIT

import TextFiles

/// An entry of a scenario's list of actions; some stand for many actions.
struct ScenarioStep {
  /// What to do, in order.
  let actions: [ScenarioAction]
}

extension ScenarioStep {
  private enum Operation: UInt8, JSONName {
    case resize, grow, addDIMM, addDAX, addMemory, removeDIMM, writeParameter, writeState,
      writeOnline,
      writeAutoOnlineBlocks, readValidZones, loadModule, write

    var name: StaticString {
      switch self {
      case .resize: "resize"
      case .grow: "grow"
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

    /// The fields besides the operation's name.
    var fields: [Field] {
      switch self {
      case .resize: [.device, .size]
      case .grow: [.device, .from, .to, .step]
      case .addDIMM: [.device, .size, .node]
      case .addDAX, .addMemory: [.device, .size, .node, .address]
      case .removeDIMM: [.device]
      case .writeParameter: [.parameter, .value]
      case .writeState, .writeOnline: [.block, .blocks, .value]
      case .writeAutoOnlineBlocks: [.value]
      case .readValidZones: [.block, .blocks]
      case .loadModule: [.module]
      case .write: [.path, .value]
      }
    }
  }

  private enum Field: UInt8, JSONName, CaseIterable {
    case operation, device, size, from, to, step, node, address, parameter, block, blocks, module,
      path,
      value

    var name: StaticString {
      switch self {
      case .operation: "op"
      case .device: "dev"
      case .size: "size"
      case .from: "from"
      case .to: "to"
      case .step: "step"
      case .node: "node"
      case .address: "address"
      case .parameter: "param"
      case .block: "block"
      case .blocks: "blocks"
      case .module: "module"
      case .path: "path"
      case .value: "value"
      }
    }
  }

  init(_ reader: inout JSONReader) throws(JSONError) {
    var operation: Operation?
    var devices: [String] = []
    var (size, from, to, step): (ByteCount?, ByteCount?, ByteCount?, ByteCount?)
    var address: ByteCount?
    var node: UInt64 = 0
    var blocks: [Int] = []
    var (parameter, module, path, value): (String?, String?, String?, String?)
    var isList = false
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .operation: operation = try reader.name()
      case .device:
        isList = reader.peek() == UInt8(ascii: "[")
        devices =
          isList
          ? try reader.list { reader throws(JSONError) in try reader.text() }
          : [try reader.text()]
      case .size: size = try ByteCount(&reader)
      case .from: from = try ByteCount(&reader)
      case .to: to = try ByteCount(&reader)
      case .step: step = try ByteCount(&reader)
      case .node: node = try reader.integer(in: 0...UInt64(Int32.max))
      case .address: address = try ByteCount(&reader)
      case .parameter: parameter = try reader.text()
      case .block: blocks = [try Self.block(&reader)]
      case .blocks:
        blocks = try reader.list { reader throws(JSONError) in try Self.block(&reader) }
      case .module: module = try reader.text()
      case .path: path = try reader.text()
      case .value: value = try reader.text()
      }
    }
    let kind = try fields.require(operation, .operation)
    for field in Field.allCases where fields.contains(field) && field != .operation {
      guard kind.fields.contains(field) else {
        let names = ["op"] + kind.fields.map { "\($0.name)" }
        throw reader.invalid(
          "unknown field of \(kind.name), expected " + names.joined(separator: ", "),
          at: fields.offset(of: field, in: reader))
      }
    }
    if fields.contains(.block), fields.contains(.blocks) {
      throw reader.invalid(
        "given beside block", at: fields.offset(of: .blocks, in: reader))
    }
    if isList, kind != .grow {
      throw reader.expected("a string", at: fields.offset(of: .device, in: reader))
    }
    for field in kind.fields where !fields.contains(field) {
      switch field {
      case .from, .node, .address, .blocks: continue
      case .block where fields.contains(.blocks): continue
      default: throw fields.missing(field)
      }
    }

    // What isn't there is not among the operation's fields.
    let zero = ByteCount(rawValue: 0)
    let (device, text) = (devices.first ?? "", value ?? "")
    switch kind {
    case .resize: actions = [.resize(device: device, size: size ?? zero)]
    case .grow:
      let step = step ?? zero
      guard let sizes = Self.sizes(from: from ?? step, to: to ?? zero, by: step),
        sizes.count * devices.count <= Scenario.maximumActionCount
      else {
        throw reader.invalid(
          "expected 1 to 4096 steps between \(from ?? step) and \(to ?? zero)",
          at: fields.offset(of: .step, in: reader))
      }
      // Each size for one device after the other.
      actions = sizes.flatMap { size in devices.map { .resize(device: $0, size: size) } }
    case .addDIMM: actions = [.addDIMM(id: device, size: size ?? zero, node: Int(node))]
    case .addDAX:
      actions = [.addDAX(id: device, size: size ?? zero, node: Int(node), address: address)]
    case .addMemory:
      actions = [.addMemory(id: device, size: size ?? zero, node: Int(node), address: address)]
    case .removeDIMM: actions = [.removeDIMM(id: device)]
    case .writeParameter: actions = [.writeParameter(name: parameter ?? "", value: text)]
    case .writeState: actions = blocks.map { .writeState(block: $0, value: text) }
    case .writeOnline: actions = blocks.map { .writeOnline(block: $0, value: text) }
    case .writeAutoOnlineBlocks: actions = [.writeAutoOnlineBlocks(value: text)]
    case .readValidZones: actions = blocks.map { .readValidZones(block: $0) }
    case .loadModule: actions = [.loadModule(name: module ?? "")]
    case .write: actions = [.write(path: path ?? "", value: text)]
    }
  }

  /// The sizes of something that grows; `nil` if they are too many or none.
  private static func sizes(
    from first: ByteCount, to last: ByteCount, by step: ByteCount
  ) -> [ByteCount]? {
    guard step.rawValue > 0, first <= last else { return nil }
    let count = (last.rawValue - first.rawValue) / step.rawValue
    guard count < 4096 else { return nil }
    // At most `last`.
    return (0...count).map { ByteCount(rawValue: first.rawValue + $0 * step.rawValue) }
  }

  private static func block(_ reader: inout JSONReader) throws(JSONError) -> Int {
    Int(try reader.integer(in: 0...UInt64(Int32.max)))
  }
}
