// SPDX-License-Identifier: MIT

extension JSONReader {
  /// Reads a string that is one of a set of names.
  ///
  /// - Parameter first: The raw value of the first name that is allowed.
  @inlinable
  public mutating func name<Name: JSONName>(
    _ type: Name.Type = Name.self, from first: UInt8 = 0
  ) throws(JSONError) -> Name {
    _ = peek()
    let start = position
    guard start < bytes.count, bytes[start] == UInt8(ascii: "\"") else {
      throw expected(Name.listed(from: first), at: start)
    }
    let string = try string()
    var index = first
    while let value = Name(rawValue: index) {
      if equals(string, value.name) { return value }
      index &+= 1
    }
    throw expected(Name.listed(from: first), at: start)
  }
}
