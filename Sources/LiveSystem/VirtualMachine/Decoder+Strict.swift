// SPDX-License-Identifier: MIT

extension Decoder {
  /// A container that holds no other keys than those of a type: a typo must not
  /// pass as a default.
  func strictContainer<Key: CodingKey & CaseIterable>(
    keyedBy type: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    try strictContainer(keyedBy: type, only: Array(Key.allCases))
  }

  /// A container that holds no other keys than some.
  func strictContainer<Key: CodingKey>(
    keyedBy type: Key.Type, only keys: [Key]
  ) throws -> KeyedDecodingContainer<Key> {
    let names = keys.map(\.stringValue)
    let unknown = try container(keyedBy: AnyCodingKey.self).allKeys
      .map(\.stringValue).filter { !names.contains($0) }
    if let name = unknown.min() {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: codingPath + [AnyCodingKey(stringValue: name)],
          debugDescription: "unknown field; expected one of " + names.joined(separator: ", ")))
    }
    return try container(keyedBy: type)
  }
}

/// A key of an object, whatever its name.
struct AnyCodingKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) {
    self.stringValue = stringValue
    self.intValue = nil
  }

  init(intValue: Int) {
    self.stringValue = "\(intValue)"
    self.intValue = intValue
  }
}
