// SPDX-License-Identifier: MIT

public import TextFiles

extension Scenario {
  /// The most actions of a scenario.
  static var maximumActionCount: Int { 65536 }

  /// Reads a scenario file's content.
  ///
  /// - Parameters:
  ///   - path: The file's path, for messages and for the scenario's name.
  ///   - content: UTF-8 JSON.
  /// - Throws: What is wrong, with its line and field.
  public init(path: String, content: [UInt8]) throws(InputError) {
    try self.init(JSONDocument(file: path, content))
  }

  /// Reads a scenario file.
  init(_ document: JSONDocument) throws(InputError) {
    let file = document.file.split(separator: "/").last.map(String.init) ?? document.file
    let name = file.hasSuffix(".json") ? String(file.dropLast(5)) : file
    self = try document.decode { reader throws(JSONError) in
      let fields = try Fields(&reader)
      let scenario = Scenario(name: name, fields)
      if let problem = scenario.firstProblem {
        let offset =
          switch problem.place {
          case .list, .element: reader.offset(of: problem.path)
          case .action(let index, _): fields.actionOffsets[index]
          }
        throw reader.invalid(problem.message, at: offset)
      }
      return scenario
    }
  }

  private init(name: String, _ fields: Fields) {
    self.init(
      name: name, note: fields.note, chipset: fields.chipset, nodes: fields.nodes,
      virtioMemory: fields.virtioMemory,
      acpiMemory: fields.acpiMemory, onlinePolicy: fields.onlinePolicy,
      autoMovableRatio: fields.autoMovableRatio,
      autoMovableNumaAware: fields.autoMovableNumaAware, defaultState: fields.defaultState,
      kernelArguments: fields.kernelArguments, actions: fields.actions)
  }

  /// The file's fields; what has a default may be left out.
  private struct Fields {
    var note = ""
    var chipset = Chipset.pc
    var nodes: [ByteCount] = []
    var virtioMemory: [VirtioMemoryDevice] = []
    var acpiMemory: [ACPIMemoryDevice] = []
    var onlinePolicy = "auto-movable"
    var autoMovableRatio: UInt32 = 301
    var autoMovableNumaAware = true
    var defaultState = "online"
    var kernelArguments: [String] = []
    var actions: [ScenarioAction] = []
    /// Where in the text the actions are, each.
    var actionOffsets: [Int] = []

    init(_ reader: inout JSONReader) throws(JSONError) {
      var fields = try JSONFields<Field>(&reader)
      while let field = try fields.next(&reader) {
        switch field {
        case .note: note = try reader.text()
        case .chipset: chipset = try reader.name(ChipsetName.self).chipset
        case .nodes: nodes = try reader.list { reader throws(JSONError) in try ByteCount(&reader) }
        case .virtioMemory:
          virtioMemory = try reader.list { reader throws(JSONError) in
            try VirtioMemoryDevice(&reader)
          }
        case .acpiMemory:
          acpiMemory = try reader.list { reader throws(JSONError) in try ACPIMemoryDevice(&reader) }
        case .onlinePolicy: onlinePolicy = try reader.text()
        case .autoMovableRatio:
          autoMovableRatio = UInt32(try reader.integer(in: 0...UInt64(UInt32.max)))
        case .autoMovableNumaAware: autoMovableNumaAware = try reader.boolean()
        case .defaultState: defaultState = try reader.text()
        case .kernelArguments:
          kernelArguments = try reader.list { reader throws(JSONError) in try reader.text() }
        case .actions: try readActions(&reader)
        }
      }
      for field in [Field.nodes, .actions] where !fields.contains(field) {
        throw fields.missing(field)
      }
    }

    private mutating func readActions(_ reader: inout JSONReader) throws(JSONError) {
      var isFirst = true
      try reader.beginList()
      while try reader.nextElement(&isFirst) {
        _ = reader.peek()
        let start = reader.position
        let step = try ScenarioStep(&reader).actions
        guard actions.count + step.count <= Scenario.maximumActionCount else {
          throw reader.invalid(
            "more than \(Scenario.maximumActionCount) actions by then", at: start)
        }
        actions += step
        actionOffsets += Array(repeating: start, count: step.count)
      }
    }
  }

  private enum ChipsetName: UInt8, JSONName {
    case pc, q35

    var chipset: Chipset {
      switch self {
      case .pc: .pc
      case .q35: .q35
      }
    }

    var name: StaticString {
      switch self {
      case .pc: "pc"
      case .q35: "q35"
      }
    }
  }

  private enum Field: UInt8, JSONName {
    case note, chipset, nodes, virtioMemory, acpiMemory, onlinePolicy, autoMovableRatio,
      autoMovableNumaAware, defaultState, kernelArguments, actions

    var name: StaticString {
      switch self {
      case .note: "note"
      case .chipset: "machine"
      case .nodes: "nodes"
      case .virtioMemory: "virtio_mem"
      case .acpiMemory: "acpi_memory"
      case .onlinePolicy: "online_policy"
      case .autoMovableRatio: "auto_movable_ratio"
      case .autoMovableNumaAware: "auto_movable_numa_aware"
      case .defaultState: "memhp_default_state"
      case .kernelArguments: "kernel_arguments"
      case .actions: "actions"
      }
    }
  }
}
