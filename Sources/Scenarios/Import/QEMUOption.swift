// SPDX-License-Identifier: MIT

import TextFiles

/// The fields of an option, such as `size=4G,id=m0`; what has no `=` is under "".
struct QEMUOption {
  private(set) var values: [String: String] = [:]
  let option: String

  init(_ text: String, of option: String, first: String = "") throws(CommandLineError) {
    self.option = option
    if text.hasPrefix("{") {
      values = try Self.members(text, option)
      // In JSON the kind is a field of its own.
      for name in ["driver", "qom-type"] {
        if let kind = values.removeValue(forKey: name) { values[first] = kind }
      }
      return
    }
    // A doubled comma is a comma in a value.
    var parts: [String] = [""]
    var rest = text[...]
    while let character = rest.popFirst() {
      if character == ",", rest.first != "," {
        parts.append("")
      } else {
        if character == "," { rest.removeFirst() }
        parts[parts.count - 1].append(character)
      }
    }
    for (index, part) in parts.enumerated() {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = pair.count == 2 ? String(pair[0]) : index == 0 ? first : part
      values[name] = pair.count == 2 ? String(pair[1]) : part
    }
  }

  private static func members(
    _ text: String, _ option: String
  ) throws(CommandLineError) -> [String: String] {
    do throws(InputError) {
      return try JSONDocument(file: "", Array(text.utf8)).decode { reader throws(JSONError) in
        var values: [String: String] = [:]
        try reader.members { reader, name, _ throws(JSONError) in
          let name = reader.text(of: name)
          switch reader.peek() {
          case UInt8(ascii: "\""): values[name] = try reader.text()
          case UInt8(ascii: "0")...UInt8(ascii: "9"):
            values[name] = "\(try reader.integer() as UInt64)"
          case UInt8(ascii: "t"), UInt8(ascii: "f"):
            values[name] = try reader.boolean() ? "on" : "off"
          default: try reader.skipValue()
          }
        }
        return values
      }
    } catch {
      throw CommandLineError(option: option, message: "expected a JSON object: \(error.message)")
    }
  }

  subscript(_ name: String) -> String? { values[name] }

  /// A size; without a suffix it is in the unit given.
  func size(_ name: String, unit: UInt64 = 1) throws(CommandLineError) -> UInt64? {
    guard var text = values[name] else { return nil }
    // A B at its end is one, unless it is a digit.
    if text.hasPrefix("0x") || text.hasPrefix("0X") {
      text = "0x" + text.dropFirst(2)
    } else {
      text = text.uppercased()
      if text.hasSuffix("B"), text.count > 1 { text.removeLast() }
    }
    guard let size = ByteCount(text) else {
      throw CommandLineError(option: option, message: "\(name): expected a size, found \(text)")
    }
    guard text.hasPrefix("0x") || text.last?.isNumber == true else { return size.rawValue }
    let (product, overflows) = size.rawValue.multipliedReportingOverflow(by: unit)
    guard !overflows else { throw CommandLineError(option: option, message: "\(name): too large") }
    return product
  }

  func number(_ name: String) throws(CommandLineError) -> Int? {
    guard let text = values[name] else { return nil }
    guard let number = Int(text), 0...63 ~= number else {
      throw CommandLineError(option: option, message: "\(name): expected 0 to 63, found \(text)")
    }
    return number
  }
}
