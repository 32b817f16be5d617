// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

extension TraceDecoder {
  /// The object `expect`, which may come before the operation that it belongs
  /// to.
  struct Expectation {
    /// The fields of a result.
    enum Field: UInt8, JSONName {
      case returns, zone, zones, text, nodes, groups, note

      var name: StaticString {
        switch self {
        case .returns: "returns"
        case .zone: "zone"
        case .zones: "zones"
        case .text: "text"
        case .nodes: "nodes"
        case .groups: "groups"
        case .note: "note"
        }
      }

      static let results: [Field] = [.returns, .zone, .zones, .text, .nodes, .groups]
    }

    private var fields: JSONFields<Field>?
    private var expectation = TraceExpectation()
    private var state = ExpectedState()
  }
}

extension TraceDecoder.Expectation {
  mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .returns:
        expectation.returns = Int64(try reader.integer(in: Int32.min...Int32.max))
      case .zone:
        expectation.zone = reader.null() ? .none : .zone(try reader.name())
      case .zones: expectation.zones = try reader.onlinedBlocks()
      case .text: expectation.text = TraceText(try reader.utf8())
      case .nodes: state.nodes = try reader.expectedNodes()
      case .groups: state.groups = try reader.expectedGroups()
      case .note: _ = try reader.string()
      }
    }
    if fields.contains(.nodes) || fields.contains(.groups) { expectation.state = state }
    self.fields = fields
  }

  /// What was read as a result, if it is all of one.
  var result: TraceResult? {
    switch (expectation.returns, expectation.text) {
    case (nil, let text?):
      var result = SysfsText()
      for byte in text.bytes { result.append(byte) }
      return .text(result)
    case (let number?, nil):
      if let zones = expectation.zones { return .onlined(returns: number, zones) }
      return switch expectation.zone {
      case .any: .returns(number)
      case .none: .state(returns: number, zone: nil)
      case .zone(let zone): .state(returns: number, zone: zone)
      }
    default: return nil
    }
  }

  /// What was read, as far as it can be of an operation.
  func expectation(
    of operation: TraceOperation, _ kind: TraceDecoder.Operation.Kind,
    _ reader: borrowing JSONReader
  ) throws(JSONError) -> TraceExpectation {
    guard let fields else { return expectation }
    let allowed = kind.resultFields
    for field in Field.results where fields.contains(field) {
      guard allowed.contains(field) else {
        throw reader.invalid(
          "not in a result of \(kind.name)", at: fields.offset(of: field, in: reader))
      }
    }
    guard allowed.contains(where: fields.contains) else {
      throw reader.invalid(
        "nothing is expected; an operation of which that is so has no expect",
        at: fields.start)
    }
    if fields.contains(.returns), fields.contains(.text) {
      throw reader.invalid(
        "a read gives a text or, if it fails, returns, but not both",
        at: fields.offset(of: .text, in: reader))
    }
    return expectation
  }
}

/// The fields of an element of `zones`.
private enum RunField: UInt8, JSONName {
  case first, count, zone

  var name: StaticString {
    switch self {
    case .first: "first"
    case .count: "count"
    case .zone: "zone"
    }
  }
}

extension JSONReader {
  /// Reads runs of blocks that went online.
  fileprivate mutating func onlinedBlocks() throws(JSONError) -> [OnlinedBlocks] {
    var runs: [OnlinedBlocks] = []
    try beginList()
    var isFirst = true
    while try nextElement(&isFirst) {
      var run = OnlinedBlocks(first: 0, count: 0, zone: .normal)
      var fields = try JSONFields<RunField>(&self)
      while let field = try fields.next(&self) {
        switch field {
        case .first:
          run.first = MemoryBlockID(
            try integer(in: 0...Geometry.greatestSectionCount - 1))
        case .count: run.count = try integer(in: 1...Geometry.greatestSectionCount)
        case .zone: run.zone = try name()
        }
      }
      for field in [RunField.first, .count, .zone] where !fields.contains(field) {
        throw fields.missing(field)
      }
      if let last = runs.last {
        guard last.end <= run.first.rawValue else {
          throw invalid(
            "\(run.first), expected a block past the run before, \(last.end - 1)",
            at: fields.offset(of: .first, in: self))
        }
        guard last.end != run.first.rawValue || last.zone != run.zone else {
          throw invalid(
            "expected one run with the one before, which ends there in the same zone",
            at: fields.start)
        }
      }
      runs.append(run)
    }
    return runs
  }
}
