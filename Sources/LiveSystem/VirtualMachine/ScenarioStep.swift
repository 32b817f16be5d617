// SPDX-License-Identifier: MIT

/// An entry of a scenario's list of actions; some stand for many actions.
struct ScenarioStep {
  /// What to do, in order.
  let actions: [ScenarioAction]
}

extension ScenarioStep: Decodable {
  private enum Field: String, CodingKey {
    case op, dev, size, from, to, step, node, param, value, block, blocks, module, path
  }

  init(from decoder: any Decoder) throws {
    let operation = try decoder.container(keyedBy: Field.self)
      .decode(String.self, forKey: .op)

    func container(_ fields: Field...) throws -> KeyedDecodingContainer<Field> {
      try decoder.strictContainer(keyedBy: Field.self, only: [.op] + fields)
    }

    switch operation {
    case "resize":
      let container = try container(.dev, .size)
      let device = try container.decode(String.self, forKey: .dev)
      let size = try container.decode(ByteCount.self, forKey: .size)
      actions = [.resize(device: device, size: size)]
    case "grow":
      actions = try Self.growth(container(.dev, .from, .to, .step))
    case "dimm_add":
      let container = try container(.dev, .size, .node)
      let id = try container.decode(String.self, forKey: .dev)
      let size = try container.decode(ByteCount.self, forKey: .size)
      let node = try container.decodeIfPresent(Int.self, forKey: .node) ?? 0
      actions = [.addDIMM(id: id, size: size, node: node)]
    case "dimm_del":
      let container = try container(.dev)
      actions = [.removeDIMM(id: try container.decode(String.self, forKey: .dev))]
    case "param":
      let container = try container(.param, .value)
      let name = try container.decode(String.self, forKey: .param)
      let value = try container.decode(String.self, forKey: .value)
      actions = [.writeParameter(name: name, value: value)]
    case "block_state":
      let container = try container(.block, .blocks, .value)
      let value = try container.decode(String.self, forKey: .value)
      actions = try Self.blocks(container).map { .writeState(block: $0, value: value) }
    case "block_online":
      let container = try container(.block, .blocks, .value)
      let value = try container.decode(String.self, forKey: .value)
      actions = try Self.blocks(container).map { .writeOnline(block: $0, value: value) }
    case "auto_online_blocks":
      let container = try container(.value)
      let value = try container.decode(String.self, forKey: .value)
      actions = [.writeAutoOnlineBlocks(value: value)]
    case "valid_zones":
      let container = try container(.block, .blocks)
      actions = try Self.blocks(container).map { .readValidZones(block: $0) }
    case "load_module":
      let container = try container(.module)
      actions = [.loadModule(name: try container.decode(String.self, forKey: .module))]
    case "write":
      let container = try container(.path, .value)
      let path = try container.decode(String.self, forKey: .path)
      let value = try container.decode(String.self, forKey: .value)
      actions = [.write(path: path, value: value)]
    default:
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath + [Field.op],
          debugDescription: "no such operation: \"\(operation)\""))
    }
  }

  /// Several sizes, one after another; with several devices, each size for one
  /// device after the other.
  private static func growth(
    _ container: KeyedDecodingContainer<Field>
  ) throws -> [ScenarioAction] {
    let devices =
      try (try? container.decode(String.self, forKey: .dev)).map { [$0] }
      ?? container.decode([String].self, forKey: .dev)
    let step = try container.decode(ByteCount.self, forKey: .step)
    let last = try container.decode(ByteCount.self, forKey: .to)
    let first = try container.decodeIfPresent(ByteCount.self, forKey: .from) ?? step
    guard step.rawValue > 0, first <= last,
      (last.rawValue - first.rawValue) / step.rawValue < 4096
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .step, in: container,
        debugDescription: "expected 1 to 4096 steps between \(first) and \(last)")
    }
    return stride(from: first.rawValue, through: last.rawValue, by: Int(step.rawValue))
      .flatMap { size in
        devices.map { .resize(device: $0, size: ByteCount(rawValue: size)) }
      }
  }

  private static func blocks(_ container: KeyedDecodingContainer<Field>) throws -> [Int] {
    if container.contains(.blocks) {
      return try container.decode([Int].self, forKey: .blocks)
    }
    return [try container.decode(Int.self, forKey: .block)]
  }
}
