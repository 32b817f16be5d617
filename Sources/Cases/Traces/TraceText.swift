// SPDX-License-Identifier: MIT

/// The bytes of one write to a file; any bytes, also none.
public struct TraceText: Hashable, Sendable {
  /// The bytes, without a NUL at the end.
  public var bytes: [UInt8]

  /// Creates a text from its bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Creates a text from its characters in UTF-8.
  public init(_ text: some StringProtocol) { bytes = Array(text.utf8) }
}

extension TraceText: ExpressibleByStringLiteral {
  /// Creates a text from the UTF-8 of a literal.
  public init(stringLiteral text: String) { self.init(text) }
}

extension TraceText: CustomStringConvertible {
  /// The bytes as UTF-8, what is not UTF-8 replaced.
  public var description: String { String(decoding: bytes, as: UTF8.self) }
}
