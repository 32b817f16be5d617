// SPDX-License-Identifier: MIT

/// Why a text isn't the JSON that was expected, and where.
public struct JSONError: Error, Sendable {
  /// The position of the offending token in the text, in bytes.
  ///
  /// `JSONPath` names the field that it lies in; reading keeps no path.
  public let offset: Int

  /// What is wrong, without the field: `expected a string, found 3`.
  public let message: String
}
