// SPDX-License-Identifier: MIT

public import AutoMovable

extension Architecture {
  /// The architecture with a name.
  public init?(name: String) {
    guard let architecture = Self.allCases.first(where: { "\($0.name)" == name }) else {
      return nil
    }
    self = architecture
  }

  /// All names, the usual architecture's first.
  public static var names: [String] { allCases.map { "\($0.name)" } }
}

extension Geometry {
  /// What an error calls the geometry: `arm64-64k`, or `this geometry`.
  var words: String { architecture.map { "\($0.name)" } ?? "this geometry" }

  /// What an error says of a size that depends on the geometry: nothing of
  /// x86-64, which is meant unless another one is said.
  var suffix: String { self == .x86_64 ? "" : " on \(words)" }
}
