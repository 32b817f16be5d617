// SPDX-License-Identifier: MIT

/// A closed set of names: the fields of an object or the values of a string.
///
/// Raw values count from 0. A reader looks for names in their order, so they
/// are best declared in the order in which files hold them.
public protocol JSONName: RawRepresentable<UInt8> {
  /// The name in a text; ASCII.
  var name: StaticString { get }
}

extension JSONName {
  /// The names as an error lists them: `a`, `a or b`, `a, b or c`.
  @usableFromInline
  static func listed(from first: UInt8 = 0) -> String {
    var names: [String] = []
    var index = first
    while let value = Self(rawValue: index) {
      names.append("\(value.name)")
      index += 1
    }
    let last = names.popLast() ?? ""
    return names.isEmpty ? last : names.joined(separator: ", ") + " or " + last
  }
}
