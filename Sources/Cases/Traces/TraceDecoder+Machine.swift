// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

extension TraceDecoder {
  /// The object `machine`.
  struct Machine {
    private enum Field: UInt8, JSONName {
      case params, blockSizeBytes, nodes, memory, possibleNIDs, movableNode,
        autoOnlineBlocks, kernel, geometry, note

      var name: StaticString {
        switch self {
        case .params: "params"
        case .blockSizeBytes: "block_size_bytes"
        case .nodes: "nodes"
        case .memory: "memory"
        case .possibleNIDs: "possible_nids"
        case .movableNode: "movable_node"
        case .autoOnlineBlocks: "auto_online_blocks"
        case .kernel: "kernel"
        case .geometry: "geometry"
        case .note: "note"
        }
      }
    }

    /// The fields of `params`.
    private enum ParameterField: UInt8, JSONName {
      case onlinePolicy, ratio, numaAware, memmapOnMemory, movableNode, note

      var name: StaticString {
        switch self {
        case .onlinePolicy: "online_policy"
        case .ratio: "auto_movable_ratio"
        case .numaAware: "auto_movable_numa_aware"
        case .memmapOnMemory: "memmap_on_memory"
        case .movableNode: "movable_node"
        case .note: "note"
        }
      }
    }

    /// The machine, once it is read.
    private(set) var machine = TraceMachine()

    /// What `params` says of the boot parameter, which may stand there, too.
    private var movableNode: Bool?
  }
}

extension TraceDecoder.Machine {
  /// - Parameter checksBoot: Whether a machine that can't boot is malformed.
  mutating func read(_ reader: inout JSONReader, checksBoot: Bool) throws(JSONError) {
    let geometry = reader.geometryAhead() ?? .x86_64
    machine = TraceMachine(geometry: geometry)
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .params: try readParameters(&reader)
      case .blockSizeBytes: machine.blockSizeBytes = try reader.integer()
      case .nodes: try reader.readNodes(into: &machine.nodes, of: geometry)
      case .memory: machine.memory = try reader.bootMemory()
      case .possibleNIDs: machine.possibleNodes = try reader.nodeIDs(of: geometry)
      case .movableNode:
        machine.parameters.policy.isMovableNodeEnabled = try reader.boolean()
      case .autoOnlineBlocks: machine.autoOnlineType = try reader.name()
      case .kernel: machine.kernel = try reader.kernelVersion()
      case .geometry: machine.geometry = try reader.geometry()
      case .note: _ = try reader.string()
      }
    }
    guard fields.contains(.params) else { throw fields.missing(.params) }
    geometry.conform(&machine.parameters.policy)
    if let movableNode {
      if fields.contains(.movableNode),
        machine.parameters.policy.isMovableNodeEnabled != movableNode
      {
        throw reader.invalid(
          "\(!movableNode), but params.movable_node is \(movableNode)",
          at: fields.offset(of: .movableNode, in: reader))
      }
      machine.parameters.policy.isMovableNodeEnabled = movableNode
    }
    guard checksBoot else { return }
    do {
      _ = try machine.boot()
    } catch {
      throw invalid(error, fields, reader)
    }
  }

  /// The error of a machine that can't be booted, where the line says that.
  private func invalid(
    _ error: BootError, _ fields: borrowing JSONFields<Field>,
    _ reader: borrowing JSONReader
  ) -> JSONError {
    let nodes = fields.offset(of: .nodes, in: reader)
    let memory = fields.offset(of: .memory, in: reader)
    let message = error.message(machine.geometry)
    switch error {
    case .invalidBlockSize:
      return reader.invalid(
        message, at: fields.offset(of: .blockSizeBytes, in: reader))
    case .unorderedNodes, .impossibleNode, .spanNotAddressable, .spansOverlap, .noSuchZone:
      return reader.invalid(message, at: nodes)
    case .memoryNotGiven(let id, let zone), .wrongEarlyPages(let id, let zone, _):
      return reader.invalidEarlyPages(of: zone, id, inNodesAt: nodes, message)
    case .memoryNotAddressable(let index), .memoryNotAscending(let index),
      .memoryOfNoNode(let index), .memoryInNoZone(let index, _):
      return reader.invalid(
        message, at: reader.offset(ofElement: index, inListAt: memory) ?? memory)
    }
  }

  /// Reads the parameters. A default would hide that a name or a Boolean was
  /// forgotten; a number left out is 0, as everywhere.
  private mutating func readParameters(
    _ reader: inout JSONReader
  ) throws(JSONError) {
    machine.parameters.policy.autoMovableRatio = 0
    var fields = try JSONFields<ParameterField>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .onlinePolicy: machine.parameters.policy.onlinePolicy = try reader.name()
      case .ratio:
        machine.parameters.policy.autoMovableRatio = UInt32(
          truncatingIfNeeded: try reader.integer(in: 0...UInt64(UInt32.max)))
      case .numaAware:
        machine.parameters.policy.isAutoMovableNUMAAware = try reader.boolean()
      case .memmapOnMemory:
        machine.parameters.memmapOnMemory = try reader.boolean() ? .enabled : .disabled
      case .movableNode: movableNode = try reader.boolean()
      case .note: _ = try reader.string()
      }
    }
    for field in [ParameterField.onlinePolicy, .numaAware] where !fields.contains(field) {
      guard machine.geometry.isNUMA || field != .numaAware else { continue }
      throw fields.missing(field)
    }
  }
}

extension JSONReader {
  /// Reads a version of a kernel that has the policy.
  fileprivate mutating func kernelVersion() throws(JSONError) -> KernelVersion {
    _ = peek()
    let start = position
    let text = try utf8()
    guard let kernel = KernelVersion(text.span), kernel >= .first else {
      throw expected("a kernel's version from 5.15 on, such as 6.1", at: start)
    }
    return kernel
  }

  /// Reads a list of nodes' numbers, in any order.
  fileprivate mutating func nodeIDs(
    of geometry: Geometry
  ) throws(JSONError) -> [NodeID] {
    _ = peek()
    let start = position
    var ids: [NodeID] = []
    try beginList()
    var isFirst = true
    while try nextElement(&isFirst) { ids.append(try nodeID(of: geometry)) }
    ids.sort()
    for index in ids.indices.dropFirst() where ids[index - 1] == ids[index] {
      throw invalid("node \(ids[index].rawValue) occurs twice", at: start)
    }
    return ids
  }
}
