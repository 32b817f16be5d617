// SPDX-License-Identifier: MIT

/// A JSON value whose fields stay in order and whose integers are exact.
indirect enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(UInt64)
  case string(String)
  case list([JSONValue])
  case object([(name: String, value: JSONValue)])
  /// JSON that is written already, on one line.
  case encoded(String)
}

extension JSONValue {
  /// The value in lines, nested ones indented by two spaces; lists and objects
  /// without nested ones are on one line.
  func text(indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return String(value)
    case .string(let value): return Self.quoted(value)
    case .encoded(let text): return text
    case .list(let values):
      return Self.joined(
        values.map { $0.text(indent: inner) }, "[", "]", indent,
        isFlat: values.allSatisfy(\.isScalar))
    case .object(let fields):
      return Self.joined(
        fields.map { "\(Self.quoted($0.name)): \($0.value.text(indent: inner))" },
        "{", "}", indent, isFlat: fields.allSatisfy(\.value.isScalar) && fields.count <= 5)
    }
  }

  private var isScalar: Bool {
    switch self {
    case .null, .bool, .integer, .string: true
    case .list, .object, .encoded: false
    }
  }

  private static func joined(
    _ items: [String], _ open: String, _ close: String, _ indent: String,
    isFlat: Bool
  ) -> String {
    if isFlat { return open + items.joined(separator: ", ") + close }
    return open + "\n" + items.map { indent + "  " + $0 }.joined(separator: ",\n")
      + "\n" + indent + close
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..<"\u{20}", "\u{7F}"..."\u{9F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
