// SPDX-License-Identifier: MIT

package import TextFiles

extension Scenario {
  /// Writes the scenario as a file has it, without a line's end at its end.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    if !note.isEmpty { writer.field("note", note) }
    if chipset != .pc { writer.field("machine", chipset.rawValue) }
    writer.name("nodes")
    writer.beginList()
    for size in nodes { writer.value(size.description) }
    writer.endList()
    if !virtioMemory.isEmpty {
      writer.name("virtio_mem")
      writer.list(virtioMemory) { $1.write(to: &$0) }
    }
    if !acpiMemory.isEmpty {
      writer.name("acpi_memory")
      writer.list(acpiMemory) { $1.write(to: &$0) }
    }
    writer.field("online_policy", onlinePolicy)
    writer.field("auto_movable_ratio", UInt64(autoMovableRatio))
    writer.field("auto_movable_numa_aware", autoMovableNumaAware)
    writer.field("memhp_default_state", defaultState)
    if !kernelArguments.isEmpty {
      writer.name("kernel_arguments")
      writer.list(kernelArguments) { $0.value($1) }
    }
    writer.name("actions")
    writer.list(actions) { $1.write(to: &$0) }
    writer.endObject()
  }
}

extension JSONWriter {
  /// Writes a list, each element on a line of its own.
  fileprivate mutating func list<Element>(
    _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
  ) {
    beginList()
    for element in elements {
      beginLine()
      write(&self, element)
    }
    endList()
  }
}

extension ScenarioAction {
  /// Writes the action as a scenario's list has it.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("op", operation)
    switch self {
    case .resize(let device, let size):
      writer.field("dev", device)
      writer.field("size", size.description)
    case .addDIMM(let id, let size, let node):
      writer.write(id, size, node)
    case .addDAX(let id, let size, let node, let address),
      .addMemory(let id, let size, let node, let address):
      writer.write(id, size, node)
      writer.field("address", address?.description)
    case .removeDIMM(let id): writer.field("dev", id)
    case .writeParameter(let name, let value):
      writer.field("param", name)
      writer.field("value", value)
    case .writeState(let block, let value), .writeOnline(let block, let value):
      writer.field("block", UInt64(block))
      writer.field("value", value)
    case .writeAutoOnlineBlocks(let value): writer.field("value", value)
    case .readValidZones(let block): writer.field("block", UInt64(block))
    case .loadModule(let name): writer.field("module", name)
    case .write(let path, let value):
      writer.field("path", path)
      writer.field("value", value)
    }
    writer.endObject()
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ id: String, _ size: ByteCount, _ node: Int) {
    field("dev", id)
    field("size", size.description)
    field("node", UInt64(node))
  }
}
