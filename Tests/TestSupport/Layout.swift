// SPDX-License-Identifier: MIT

public import AutoMovable

/// The zones of successively onlined blocks, built as they are written:
/// `.movable(96) + (.kernel(1) + .movable(3)) * 40` is M96 (N1 M3)x40.
public struct Layout: Hashable, Sendable {
  /// The zone of each block.
  public var zones: [ZoneType]

  /// Creates a layout.
  public init(_ zones: [ZoneType] = []) { self.zones = zones }
}

extension Layout {
  /// Successive blocks in `ZONE_MOVABLE`.
  public static func movable(_ count: Int) -> Layout {
    Layout([ZoneType](repeating: .movable, count: count))
  }

  /// Successive blocks in `ZONE_NORMAL`.
  public static func kernel(_ count: Int) -> Layout {
    Layout([ZoneType](repeating: .normal, count: count))
  }

  /// A layout and another one behind it.
  public static func + (lhs: Layout, rhs: Layout) -> Layout {
    Layout(lhs.zones + rhs.zones)
  }

  /// A layout over and over.
  public static func * (lhs: Layout, count: Int) -> Layout {
    (0..<count).reduce(Layout()) { layout, _ in layout + lhs }
  }
}

extension Layout: CustomStringConvertible {
  /// The runs, as in `M96 N1 M3`.
  public var description: String {
    var runs: [(letter: Character, count: Int)] = []
    for zone in zones {
      let letter: Character =
        zone == .movable ? "M" : zone == .normal ? "N" : "D"
      if runs.last?.letter == letter {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((letter, 1))
      }
    }
    return runs.map { "\($0.letter)\($0.count)" }.joined(separator: " ")
  }
}
