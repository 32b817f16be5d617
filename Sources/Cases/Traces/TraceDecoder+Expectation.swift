// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

extension TraceDecoder {
  /// The object `expect`, which may come before the operation that it belongs
  /// to.
  struct Expectation {
    /// The fields of a result.
    enum Field: UInt8, JSONName {
      case returns, zone, text, note

      var name: StaticString {
        switch self {
        case .returns: "returns"
        case .zone: "zone"
        case .text: "text"
        case .note: "note"
        }
      }
    }

    private var fields: JSONFields<Field>?
    private var expectation = TraceExpectation()
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
      case .text: expectation.text = TraceText(try reader.utf8())
      case .note: _ = try reader.string()
      }
    }
    self.fields = fields
  }

  /// What was read, as far as it can be of an operation.
  func expectation(
    of operation: TraceOperation, _ kind: TraceDecoder.Operation.Kind,
    _ reader: borrowing JSONReader
  ) throws(JSONError) -> TraceExpectation {
    guard let fields else { return expectation }
    let allowed = kind.resultFields
    for field in [Field.returns, .zone, .text] where fields.contains(field) {
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
