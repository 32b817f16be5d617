// SPDX-License-Identifier: MIT

extension KeyedDecodingContainer {
  /// Decodes an integer; one that doesn't fit is an error that tells the field,
  /// which the decoder's own doesn't.
  func integer<Value: FixedWidthInteger & Decodable>(
    _ type: Value.Type = Value.self, forKey key: Key
  ) throws -> Value {
    do {
      return try decode(type, forKey: key)
    } catch let error as DecodingError where !error.isAboutData {
      throw error
    } catch {
      // The decoder throws an error of its own here.
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription: "expected an integer from \(Value.min) to \(Value.max)")
    }
  }

  /// Decodes an integer that may be left out.
  func integerIfPresent<Value: FixedWidthInteger & Decodable>(
    _ type: Value.Type = Value.self, forKey key: Key
  ) throws -> Value? {
    guard contains(key), try !decodeNil(forKey: key) else { return nil }
    return try integer(type, forKey: key)
  }
}

extension DecodingError {
  /// Whether the value is at fault rather than its type or place.
  fileprivate var isAboutData: Bool {
    if case .dataCorrupted = self { true } else { false }
  }
}
