// SPDX-License-Identifier: MIT

/// Something that a library can't say, or says without the tree.
public struct KernelGap: Hashable, Sendable {
  /// What, in words that verdicts use.
  public let what: String

  /// Why: the construct and its place.
  public let reason: String
}
