// SPDX-License-Identifier: MIT

/// An architecture whose geometry has a name.
public enum Architecture: UInt8, CaseIterable, Hashable, Sendable {
  /// Intel's and AMD's.
  case x86_64
  /// Arm's, with pages of 64 KiB.
  case arm64With64KiB
  /// Arm's, with pages of 16 KiB.
  case arm64With16KiB
  /// Arm's, with pages of 4 KiB.
  case arm64With4KiB
  /// IBM Z.
  case s390x
  /// POWER.
  case ppc64
  /// RISC-V.
  case riscv64
}

extension Architecture {
  /// The name in files and on the command line, such as `arm64-64k`.
  public var name: StaticString {
    switch self {
    case .x86_64: "x86_64"
    case .arm64With64KiB: "arm64-64k"
    case .arm64With16KiB: "arm64-16k"
    case .arm64With4KiB: "arm64-4k"
    case .s390x: "s390x"
    case .ppc64: "ppc64"
    case .riscv64: "riscv64"
    }
  }

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

extension Geometry {
  /// The first architecture that has the geometry, if one has.
  public var architecture: Architecture? {
    Architecture.allCases.first { $0.geometry == self }
  }
}

// Bare machines have no texts to compare.
#if !hasFeature(Embedded) || Descriptions
  extension Architecture {
    /// The architecture with a name.
    public init?(name: String) {
      guard let architecture = Self.allCases.first(where: { "\($0.name)" == name }) else {
        return nil
      }
      self = architecture
    }

    /// All names, the usual architecture's first.
    public static var names: [String] { allCases.map { $0.description } }
  }

  extension Architecture: CustomStringConvertible {
    /// The name.
    public var description: String { "\(name)" }
  }
#endif
