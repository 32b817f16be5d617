// SPDX-License-Identifier: MIT

extension JSONWriter {
  /// Writes a field that is there only if it has a value.
  package mutating func field(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    self.name(name)
    value(text)
  }

  /// Writes a field that is there only if it has a value.
  package mutating func field(_ name: StaticString, _ number: UInt64?) {
    guard let number else { return }
    self.name(name)
    value(number)
  }

  /// Writes a field that is there only if it has a value.
  package mutating func field(_ name: StaticString, _ isTrue: Bool?) {
    guard let isTrue else { return }
    self.name(name)
    value(isTrue)
  }

  /// Writes a field that is there only if it has a value.
  package mutating func field(_ name: StaticString, _ number: Double?) {
    guard let number else { return }
    self.name(name)
    value(number)
  }
}
