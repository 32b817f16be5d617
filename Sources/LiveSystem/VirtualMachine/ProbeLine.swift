// SPDX-License-Identifier: MIT

/// A line of the kernel's trace: one event.
public struct ProbeLine: Hashable, Sendable {
  /// The thread, as `name-pid`.
  public let task: String

  /// The event's name.
  public let event: String

  /// The event's arguments, quotes removed; `nil` for one that the kernel could
  /// not read, such as a field behind a null pointer.
  public let arguments: [String: String?]

  /// Reads a line such as
  /// `kworker/0:1-7  [000] d..1.  3.217: decide: (zone_for_pfn_range+0x0/0x1f0) nid=0`.
  ///
  /// - Returns: `nil` if the line is anything else.
  public init?(_ line: String) {
    // The thread's name may hold blanks; the processor's number is in brackets.
    let brackets = line.ranges(of: " [")
    guard let bracket = brackets.last(where: { Self.isProcessor(line[$0.upperBound...]) })
    else { return nil }
    var name = line[..<bracket.lowerBound].drop { $0 == " " }
    while name.last == " " { name.removeLast() }
    task = String(name)
    let fields = line[bracket.upperBound...].split(separator: " ", omittingEmptySubsequences: true)
    // Processor, flags, time, event, arguments.
    guard fields.count >= 4, fields[2].last == ":", fields[3].last == ":", !task.isEmpty
    else { return nil }
    event = String(fields[3].dropLast())
    var arguments: [String: String?] = [:]
    for field in fields[4...] {
      guard let equals = field.firstIndex(of: "=") else { continue }
      let value = field[field.index(after: equals)...]
      arguments[String(field[..<equals])] =
        value == "(fault)" ? .some(nil) : value.filter { $0 != "\"" }
    }
    self.arguments = arguments
  }

  private static func isProcessor(_ text: Substring) -> Bool {
    let digits = text.prefix { $0.isNumber }
    return !digits.isEmpty && text.dropFirst(digits.count).first == "]"
  }

  /// A whole number, decimal or with the prefix `0x`; `nil` if it is not there.
  func number<Number: FixedWidthInteger>(_ name: String) -> Number? {
    guard case .some(.some(let text)) = arguments[name] else { return nil }
    return text.hasPrefix("0x") ? Number(text.dropFirst(2), radix: 16) : Number(text)
  }

  /// An argument's text; `nil` if it is not there.
  func text(_ name: String) -> String? {
    arguments[name] ?? nil
  }
}
