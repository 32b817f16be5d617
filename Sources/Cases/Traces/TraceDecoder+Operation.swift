// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

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
      throw fields.missing(field, in: reader)
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
        throw fields.missing(.nid, in: reader)
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
        throw fields.missing(field, in: self)
      }
      ranges.append(range)
    }
    return ranges
  }
}
