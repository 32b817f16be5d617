// SPDX-License-Identifier: MIT

public import AutoMovable

extension Geometry {
  /// An architecture whose geometry has a name in files and on the command line.
  public enum Architecture: String, CaseIterable, Sendable {
    /// Intel's and AMD's.
    case x86_64
    /// Arm's, with pages of 64 KiB.
    case arm64With64KiB = "arm64-64k"
    /// Arm's, with pages of 16 KiB.
    case arm64With16KiB = "arm64-16k"
    /// Arm's, with pages of 4 KiB.
    case arm64With4KiB = "arm64-4k"
    /// IBM Z.
    case s390x
    /// POWER.
    case ppc64
    /// RISC-V.
    case riscv64

    /// What a kernel for it has as a rule.
    public var geometry: Geometry {
      switch self {
      case .x86_64: .x86_64
      case .arm64With64KiB: .arm64With64KiB
      case .arm64With16KiB: .arm64With16KiB
      case .arm64With4KiB: .arm64With4KiB
      case .s390x: .s390x
      case .ppc64: .ppc64
      case .riscv64: .riscv64
      }
    }
  }

  /// The first architecture that has the geometry, if one has.
  public var architecture: Architecture? {
    Architecture.allCases.first { $0.geometry == self }
  }

  /// What an error calls the geometry: `arm64-64k`, or `this geometry`.
  var words: String { architecture?.rawValue ?? "this geometry" }

  /// What an error says of a size that depends on the geometry: nothing of
  /// x86-64, which is meant unless another one is said.
  var suffix: String { self == .x86_64 ? "" : " on \(words)" }
}
