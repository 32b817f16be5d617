// SPDX-License-Identifier: MIT

import TextFiles

/// What was done to a machine from outside, and what came of it.
public struct CaptureAction: Hashable, Sendable {
  /// The kind of action: `boot`, `resize`, `dimm_add`, `param` and so on.
  public let operation: String

  /// What it was done to and with, and its outcome, by name; the values are
  /// texts, numbers and truth values.
  public let details: [String: QMPValue]

  /// Creates an action.
  public init(_ operation: String, _ details: [String: QMPValue] = [:]) {
    self.operation = operation
    self.details = details
  }
}

extension CaptureAction {
  /// The device that it was done to.
  public var device: String? { details["dev"]?.text }

  /// The parameter that was written.
  public var parameter: String? { details["param"]?.text }
}

extension CaptureAction: CustomStringConvertible {
  /// The action and what it was done to, as in `resize vm0`.
  public var description: String {
    [operation, device ?? parameter].compactMap { $0 }.joined(separator: " ")
  }
}

extension CaptureAction: CaptureValue {
  private enum Field: UInt8, JSONName {
    case operation, device, parameter

    var name: StaticString {
      switch self {
      case .operation: "op"
      case .device: "dev"
      case .parameter: "param"
      }
    }
  }

  init(_ reader: inout JSONReader) throws(JSONError) {
    _ = reader.peek()
    let start = reader.position
    // What is read again as a text is no other kind of value.
    var details = try QMPValue(&reader).members ?? [:]
    details["op"] = nil
    self.details = details
    let end = reader.position
    reader.position = start
    var operation: String?
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.nextKnown(&reader) {
      let text = try reader.text()
      if case .operation = field { operation = text }
    }
    self.operation = try fields.require(operation, .operation)
    reader.position = end
  }

  func write(to writer: inout JSONWriter) {
    QMPValue.object(details.merging(["op": .string(operation)]) { $1 }).write(to: &writer)
  }
}

extension CaptureAction {
  /// Takes an action as a machine describes it.
  init(_ description: QMPValue) {
    var details = description.members ?? [:]
    let operation = details.removeValue(forKey: "op")
    self.init(operation?.text ?? "", details)
  }
}
