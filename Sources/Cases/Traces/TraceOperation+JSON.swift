// SPDX-License-Identifier: MIT

import AutoMovable
public import TextFiles

// An operation in trace files: its name, its fields, reading and writing it.

extension TraceDecoder {
  /// The fields of an operation, which may come in any order.
  struct Operation {
    /// The operations.
    enum Kind: UInt8, JSONName {
      case registerStatic, registerDynamic, unregister, addMemory, removeMemory,
        offlineAndRemoveMemory, offlineAndRemoveMemoryRanges, writeState, writeOnline,
        readValidZones, readBlockFile, readState, writeParameter, readParameter, setNotifier
    }

    /// The operation, once its name is read.
    private(set) var kind: Kind = .registerStatic

    private var nid: Int32 = 0
    private var mgid: Int32?
    private var pages: UInt64 = 0
    private var range = PageRange(startPFN: 0, pageCount: 0)
    private var ranges: [PageRange] = []
    private var usesMemmapOnMemory = false
    private var onlineType: OnlineType?
    private var block = MemoryBlockID(0)
    private var file = BlockFile.state
    private var name = ""
    private var value = TraceText([])
    private var action = NotifierAction.goingOffline
    private var refusal = MemoryNotifier.Refusal(errno: 0)
  }

  /// What a notifier is asked about.
  private enum NotifierAction: UInt8, JSONName {
    case goingOffline, goingOnline

    var action: MemoryNotifier.Action {
      switch self {
      case .goingOffline: .goingOffline
      case .goingOnline: .goingOnline
      }
    }

    var name: StaticString { action.name }
  }
}

// MARK: Names and fields

extension TraceDecoder.Operation.Kind {
  var name: StaticString {
    switch self {
    case .registerStatic: "memory_group_register_static"
    case .registerDynamic: "memory_group_register_dynamic"
    case .unregister: "memory_group_unregister"
    case .addMemory: "add_memory"
    case .removeMemory: "remove_memory"
    case .offlineAndRemoveMemory: "offline_and_remove_memory"
    case .offlineAndRemoveMemoryRanges: "offline_and_remove_memory_ranges"
    case .writeState: "write_state"
    case .writeOnline: "write_online"
    case .readValidZones: "read_valid_zones"
    case .readBlockFile: "read_block_file"
    case .readState: "read_state"
    case .writeParameter: "write_parameter"
    case .readParameter: "read_parameter"
    case .setNotifier: "set_notifier"
    }
  }

  /// The operation's kind.
  init(_ operation: TraceOperation) {
    self =
      switch operation {
      case .registerGroup(let group, _): group.isDynamic ? .registerDynamic : .registerStatic
      case .unregisterGroup: .unregister
      case .addMemory: .addMemory
      case .removeMemory: .removeMemory
      case .offlineAndRemoveMemory: .offlineAndRemoveMemory
      case .offlineAndRemoveMemoryRanges: .offlineAndRemoveMemoryRanges
      case .writeState: .writeState
      case .writeOnline: .writeOnline
      case .readValidZones: .readValidZones
      case .readBlockFile: .readBlockFile
      case .readState: .readState
      case .writeParameter: .writeParameter
      case .readParameter: .readParameter
      case .setNotifier: .setNotifier
      }
  }

  /// The fields without which there is no such operation.
  var requiredFields: [TraceDecoder.Field] {
    switch self {
    case .registerStatic: [.nid, .maxPages]
    case .registerDynamic: [.nid, .unitPages]
    case .unregister: [.mgid]
    case .addMemory, .removeMemory, .offlineAndRemoveMemory: [.startPFN, .nrPages]
    case .offlineAndRemoveMemoryRanges: [.ranges]
    case .writeState, .writeOnline: [.block, .value]
    case .readValidZones: [.block]
    case .readBlockFile: [.block, .file]
    case .readState: []
    case .writeParameter: [.name, .value]
    case .readParameter: [.name]
    case .setNotifier: [.action, .errno]
    }
  }

  /// The fields that may be left out. Memory that is added to a group needs no
  /// node, and any that is given doesn't matter.
  var optionalFields: [TraceDecoder.Field] {
    switch self {
    case .addMemory: [.nid, .mgid, .memmapOnMemory, .onlineType]
    case .setNotifier: [.after]
    default: []
    }
  }

  /// The fields that its result may have.
  var resultFields: [TraceDecoder.Expectation.Field] {
    switch self {
    case .addMemory, .offlineAndRemoveMemory, .offlineAndRemoveMemoryRanges, .writeOnline:
      [.returns, .zones]
    case .writeState: [.returns, .zone]
    case .readState: [.nodes, .groups]
    case .readValidZones, .readBlockFile, .readParameter: [.returns, .text]
    default: [.returns]
    }
  }
}

// MARK: Reading

extension TraceDecoder.Operation {
  /// Reads the value of a field.
  mutating func read(
    _ field: TraceDecoder.Field, _ reader: inout JSONReader
  ) throws(JSONError) {
    switch field {
    case .op: kind = try reader.name()
    case .nid: nid = try reader.integer(in: Int32.min...Int32.max)
    case .mgid: mgid = reader.null() ? nil : try reader.integer(in: Int32.min...Int32.max)
    case .maxPages, .unitPages: pages = try reader.integer()
    case .startPFN: range.startPFN = try reader.integer()
    case .nrPages: range.pageCount = try reader.integer()
    case .memmapOnMemory: usesMemmapOnMemory = try reader.boolean()
    case .onlineType: onlineType = try reader.name()
    case .ranges: ranges = try reader.ranges()
    case .block: block = MemoryBlockID(try reader.integer())
    case .file: file = try reader.name()
    case .name: name = try reader.text()
    case .value: value = TraceText(try reader.utf8())
    case .action: action = try reader.name()
    case .errno: refusal.errno = try reader.integer(in: 0...4095)
    case .after:
      refusal.agreementCount = UInt32(
        truncatingIfNeeded: try reader.integer(in: 0...UInt64(UInt32.max)))
    case .expect, .note, .machine: preconditionFailure("read by the decoder")
    }
  }

  /// The operation, all fields having been read.
  func operation(
    _ fields: JSONFields<TraceDecoder.Field>, _ reader: borrowing JSONReader
  ) throws(JSONError) -> TraceOperation {
    let required = kind.requiredFields
    for field in required where !fields.contains(field) {
      throw fields.missing(field)
    }
    try Self.refuseAll(
      but: required + kind.optionalFields + [.op, .expect, .note],
      beside: "\(kind.name)", fields, reader)
    switch kind {
    case .registerStatic: return .registerGroup(.static(maxPages: pages), NodeID(nid))
    case .registerDynamic: return .registerGroup(.dynamic(unitPages: pages), NodeID(nid))
    case .unregister:
      return .unregisterGroup(MemoryGroupID(try groupNumber(fields, reader)))
    case .addMemory:
      let target: MemoryTarget
      if let mgid {
        target = .group(MemoryGroupID(mgid))
      } else if fields.contains(.nid) {
        target = .node(NodeID(nid))
      } else {
        throw fields.missing(.nid)
      }
      return .addMemory(
        range, target, usesMemmapOnMemory: usesMemmapOnMemory, onlineType: onlineType)
    case .removeMemory: return .removeMemory(range)
    case .offlineAndRemoveMemory: return .offlineAndRemoveMemory(range)
    case .offlineAndRemoveMemoryRanges: return .offlineAndRemoveMemoryRanges(ranges)
    case .writeState: return .writeState(block, value)
    case .writeOnline: return .writeOnline(block, value)
    case .readValidZones: return .readValidZones(block)
    case .readBlockFile: return .readBlockFile(block, file)
    case .readState: return .readState
    case .writeParameter: return .writeParameter(TraceParameter(name: name), value)
    case .readParameter: return .readParameter(TraceParameter(name: name))
    case .setNotifier: return .setNotifier(action.action, refusal)
    }
  }

  private func groupNumber(
    _ fields: JSONFields<TraceDecoder.Field>, _ reader: borrowing JSONReader
  ) throws(JSONError) -> Int32 {
    guard let mgid else {
      throw reader.notAnInteger(
        at: fields.offset(of: .mgid, in: reader), in: Int32.min...Int32.max)
    }
    return mgid
  }

  /// Makes sure that no field is there but some.
  static func refuseAll(
    but allowed: [TraceDecoder.Field], beside name: String,
    _ fields: JSONFields<TraceDecoder.Field>, _ reader: borrowing JSONReader
  ) throws(JSONError) {
    var index: UInt8 = 0
    while let field = TraceDecoder.Field(rawValue: index) {
      index += 1
      guard fields.contains(field), !allowed.contains(field) else { continue }
      throw reader.invalid(
        "not a field of \(name)", at: fields.offset(of: field, in: reader))
    }
  }
}

/// The fields of a range.
private enum RangeField: UInt8, JSONName {
  case startPFN, nrPages, note

  var name: StaticString {
    switch self {
    case .startPFN: "start_pfn"
    case .nrPages: "nr_pages"
    case .note: "note"
    }
  }
}

extension JSONReader {
  /// Reads a list of ranges.
  fileprivate mutating func ranges() throws(JSONError) -> [PageRange] {
    var ranges: [PageRange] = []
    try beginList()
    var isFirst = true
    while try nextElement(&isFirst) {
      var range = PageRange(startPFN: 0, pageCount: 0)
      var fields = try JSONFields<RangeField>(&self)
      while let field = try fields.next(&self) {
        switch field {
        case .startPFN: range.startPFN = try integer()
        case .nrPages: range.pageCount = try integer()
        case .note: _ = try string()
        }
      }
      for field in [RangeField.startPFN, .nrPages] where !fields.contains(field) {
        throw fields.missing(field)
      }
      ranges.append(range)
    }
    return ranges
  }
}

// MARK: Writing

extension TraceStep {
  /// Writes the step in canonical form, without a line's end.
  ///
  /// Fields come in the order of the format's description, and what may be left
  /// out and says nothing is. So a step has one text only, and decoding it gives
  /// the step again; but for bytes that aren't UTF-8, which JSON can't hold and
  /// which are replaced.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.name("op")
    json.value(TraceDecoder.Operation.Kind(operation).name)
    json.writeFields(of: operation)
    if let expect {
      json.name("expect")
      json.value(expect)
    }
    json.write("note", note)
    json.endObject()
  }
}

extension JSONWriter {
  fileprivate mutating func writeFields(of operation: TraceOperation) {
    switch operation {
    case .registerGroup(let kind, let nodeID):
      write("nid", nodeID.rawValue)
      switch kind {
      case .static(let maxPages): write("max_pages", all: maxPages)
      case .dynamic(let unitPages): write("unit_pages", all: unitPages)
      }
    case .unregisterGroup(let id): write("mgid", id.rawValue)
    case .addMemory(let range, let target, let usesMemmapOnMemory, let onlineType):
      switch target {
      case .node(let id): write("nid", id.rawValue)
      case .group(let id): write("mgid", id.rawValue)
      }
      write(range)
      if usesMemmapOnMemory {
        name("memmap_on_memory")
        value(true)
      }
      if let onlineType {
        name("online_type")
        value(onlineType.name)
      }
    case .offlineAndRemoveMemoryRanges(let ranges):
      name("ranges")
      beginList()
      for range in ranges {
        beginObject()
        write(range)
        endObject()
      }
      endList()
    case .removeMemory(let range), .offlineAndRemoveMemory(let range): write(range)
    case .writeState(let id, let text), .writeOnline(let id, let text):
      write("block", all: id.rawValue)
      write("value", text.description)
    case .readValidZones(let id): write("block", all: id.rawValue)
    case .readBlockFile(let id, let file):
      write("block", all: id.rawValue)
      name("file")
      value(file.name)
    case .readState: break
    case .writeParameter(let parameter, let text):
      write("name", parameter.name)
      write("value", text.description)
    case .readParameter(let parameter): write("name", parameter.name)
    case .setNotifier(let action, let refusal):
      name("action")
      value(action.name)
      write("errno", refusal.errno)
      write("after", UInt64(refusal.agreementCount))
    }
  }

  private mutating func write(_ range: PageRange) {
    write("start_pfn", all: range.startPFN)
    write("nr_pages", all: range.pageCount)
  }

  private mutating func write(_ name: StaticString, _ number: Int32) {
    self.name(name)
    value(number)
  }

  private mutating func write(_ name: StaticString, all number: UInt64) {
    self.name(name)
    value(number)
  }

  /// Writes a field with a text, if there is one.
  mutating func write(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    self.name(name)
    value(text)
  }
}
