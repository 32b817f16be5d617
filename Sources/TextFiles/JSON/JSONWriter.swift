// SPDX-License-Identifier: MIT

/// Writes compact JSON to a growing array of bytes.
///
/// Commas come by themselves; that objects and lists are closed in order is up
/// to the caller. The storage can be emptied and used again.
public struct JSONWriter: Sendable {
  /// What was written.
  public private(set) var bytes: [UInt8] = []

  private var needsComma = false

  private var needsLine = false

  /// Creates a writer that has written nothing.
  public init() {}

  /// Forgets the bytes, which were written elsewhere, but goes on where they end.
  package mutating func removeBytes() { bytes.removeAll(keepingCapacity: true) }

  /// Forgets what was written but keeps the storage.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
    needsLine = false
  }
}

extension JSONWriter {
  /// Begins an object, as a value.
  public mutating func beginObject() { open(UInt8(ascii: "{")) }

  /// Ends an object.
  public mutating func endObject() { close(UInt8(ascii: "}")) }

  /// Begins a list, as a value.
  public mutating func beginList() { open(UInt8(ascii: "[")) }

  /// Ends a list.
  public mutating func endList() { close(UInt8(ascii: "]")) }

  /// Ends a line.
  public mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  /// Begins the next field or value on a line of its own, for people to read.
  public mutating func beginLine() { needsLine = true }

  /// Writes a field's name, which is ASCII and needs no escapes; its value is
  /// to follow.
  public mutating func name(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    append(name)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a field's name; its value is to follow.
  public mutating func name(_ name: String) {
    value(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    if needsLine { bytes.append(UInt8(ascii: "\n")) }
    needsComma = true
    needsLine = false
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
  }
}

// MARK: Values

extension JSONWriter {
  /// Writes `null`.
  public mutating func null() {
    separate()
    append("null")
  }

  /// Writes a Boolean.
  public mutating func value(_ value: Bool) {
    separate()
    append(value ? "true" : "false")
  }

  /// Writes a number, in full.
  public mutating func value(_ value: UInt64) {
    separate()
    var digits: [20 of UInt8] = .init(repeating: 0)
    var first = 20
    var rest = value
    repeat {
      first -= 1
      digits[first] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest != 0
    for index in first..<20 { bytes.append(digits[index]) }
  }

  /// Writes a number.
  public mutating func value(_ value: Int32) { self.value(Int64(value)) }

  /// Writes a number.
  public mutating func value(_ value: Int64) {
    if value < 0 {
      separate()
      bytes.append(UInt8(ascii: "-"))
      needsComma = false
    }
    self.value(value.magnitude)
  }

  /// Writes a number, as short as it can be read back exactly; `null` if it is
  /// not finite, for which JSON has no word.
  public mutating func value(_ value: Double) {
    guard value.isFinite else {
      null()
      return
    }
    separate()
    let text = "\(value)"
    bytes.append(contentsOf: (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8)
  }

  /// Writes a string that is ASCII and needs no escapes.
  public mutating func value(_ value: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    append(value)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes a string.
  public mutating func value(_ value: String) { self.value(utf8: Array(value.utf8)) }

  /// Writes a string, given as valid UTF-8. What would act on a terminal, or on the order
  /// of the text around it, is escaped.
  public mutating func value(utf8 text: [UInt8]) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    var index = 0
    while index < text.count {
      let byte = text[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case UInt8(ascii: "\n"): append("\\n")
      case UInt8(ascii: "\r"): append("\\r")
      case UInt8(ascii: "\t"): append("\\t")
      case 0..<0x20, 0x7F: escape(UInt16(byte))
      case 0xC2...0xF4:
        let start = index - 1
        var value = UInt32(byte & (byte < 0xE0 ? 0x1F : byte < 0xF0 ? 0xF : 7))
        while index < text.count, text[index] & 0xC0 == 0x80 {
          value = value << 6 | UInt32(text[index] & 0x3F)
          index += 1
        }
        if let scalar = Unicode.Scalar(value), scalar.isInvisibleControl {
          for unit in scalar.utf16 { escape(unit) }
        } else {
          bytes.append(contentsOf: text[start..<index])
        }
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ number: UInt16) {
    append("\\u")
    for shift: UInt16 in [12, 8, 4, 0] {
      let digit = UInt8(number >> shift & 0xF)
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}

// MARK: Plain text

extension JSONWriter {
  /// Writes text as it is.
  public mutating func text(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    needsComma = false
  }
}
