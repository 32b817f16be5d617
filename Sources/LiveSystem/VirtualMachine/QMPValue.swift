// SPDX-License-Identifier: MIT

import TextFiles

/// A JSON value whose form is QEMU's affair: arguments, answers, events.
public indirect enum QMPValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A whole number that 64 signed bits hold.
  case integer(Int64)
  /// A whole number that only 64 unsigned bits hold.
  case unsigned(UInt64)
  /// Any other number.
  case number(Double)
  /// A string.
  case string(String)
  /// An array.
  case array([QMPValue])
  /// An object; the order of its members is lost.
  case object([String: QMPValue])
}

extension QMPValue {
  /// A member of an object.
  public subscript(_ key: String) -> QMPValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The text of a string.
  public var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// A number that is neither negative nor fractional.
  public var unsigned: UInt64? {
    switch self {
    case .integer(let number): UInt64(exactly: number)
    case .unsigned(let number): number
    default: nil
    }
  }

  /// The elements of an array.
  public var elements: [QMPValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }
}

extension QMPValue {
  /// The members of an object.
  public var members: [String: QMPValue]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// A truth value.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }
}

extension QMPValue: CaptureValue {
  /// Reads any value; whole numbers stay exact.
  init(_ reader: inout JSONReader) throws(JSONError) {
    try self.init(&reader, depth: 0)
  }

  private init(_ reader: inout JSONReader, depth: Int) throws(JSONError) {
    let byte = reader.peek()
    let start = reader.position
    guard depth < 64 else { throw reader.invalid("nested deeper than 64", at: start) }
    switch byte {
    case UInt8(ascii: "{"):
      var members: [String: QMPValue] = [:]
      try reader.members { reader, name, place throws(JSONError) in
        let value = try QMPValue(&reader, depth: depth + 1)
        guard members.updateValue(value, forKey: reader.text(of: name)) == nil else {
          throw reader.invalid("given twice", at: place)
        }
      }
      self = .object(members)
    case UInt8(ascii: "["):
      self = .array(
        try reader.list { reader throws(JSONError) in
          try QMPValue(&reader, depth: depth + 1)
        })
    case UInt8(ascii: "\""): self = .string(try reader.text())
    case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .bool(try reader.boolean())
    case UInt8(ascii: "n") where reader.null(): self = .null
    default:
      do throws(JSONError) {
        if byte == UInt8(ascii: "-") {
          self = .integer(try reader.integer(in: Int64.min...Int64.max))
        } else {
          let number: UInt64 = try reader.integer()
          self = Int64(exactly: number).map { .integer($0) } ?? .unsigned(number)
        }
      } catch {
        // It has a fraction or an exponent, or is beyond 64 bits.
        reader.position = start
        self = .number(try reader.number())
      }
    }
  }

  /// Writes the value; the members of an object are sorted.
  func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .bool(let value): writer.value(value)
    case .integer(let value): writer.value(value)
    case .unsigned(let value): writer.value(value)
    case .number(let value): writer.value(value)
    case .string(let value): writer.value(value)
    case .array(let values): writer.list(values)
    case .object(let members):
      writer.beginObject()
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        writer.name(name)
        value.write(to: &writer)
      }
      writer.endObject()
    }
  }
}

extension QMPValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
  /// Creates a string.
  public init(stringLiteral value: String) { self = .string(value) }

  /// Creates a truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}
