// SPDX-License-Identifier: MIT

/// A bounded world: some machines as boot leaves them, and what is done to them.
public struct ExplorationScope: Sendable {
  /// The name on the command line.
  public let name: String

  /// What is in it, in a few words.
  public let words: String

  private let make: @Sendable () -> [ExploredBoot]

  /// Creates a scope.
  ///
  /// - Parameter make: Makes the boot states, the same ones in the same order each
  ///   time.
  public init(
    name: String, words: String, _ make: @escaping @Sendable () -> [ExploredBoot]
  ) {
    self.name = name
    self.words = words
    self.make = make
  }

  /// The boot states.
  public func makeBoots() -> [ExploredBoot] { make() }
}
