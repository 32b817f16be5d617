// SPDX-License-Identifier: MIT

public import AutoMovable

/// The zones of a device's memory blocks in the order of their onlining,
/// written as run lengths.
///
/// `M96 (N1 M3)x40` is 96 movable blocks and then, 40 times, one kernel block
/// and three movable ones.
public struct ZonePattern: Hashable, Sendable {
  /// The zone of each block: `.movable` or `.normal`.
  public let zones: [ZoneType]

  /// Reads a pattern; `nil` if the text isn't one.
  ///
  /// A pattern has at most 2^20 blocks, and groups don't nest.
  public init?(parsing text: String) {
    var zones: [ZoneType] = []
    var rest = Substring(text)
    while true {
      rest = rest.drop { $0 == " " }
      guard let first = rest.first else { break }
      var repeated: [ZoneType] = []
      var times = 1
      if first == "(" {
        guard let close = rest.firstIndex(of: ")") else { return nil }
        for run in rest[..<close].dropFirst().split(separator: " ") {
          var run = run
          guard let zones = Self.takeRun(from: &run), run.isEmpty else { return nil }
          repeated += zones
        }
        rest = rest[close...].dropFirst()
        guard rest.first == "x" else { return nil }
        rest = rest.dropFirst()
        guard let count = Self.takeCount(from: &rest) else { return nil }
        times = count
      } else {
        guard let run = Self.takeRun(from: &rest) else { return nil }
        repeated = run
      }
      guard rest.isEmpty || rest.first == " ",
        zones.count + repeated.count * times <= Self.maximumCount
      else { return nil }
      for _ in 0..<times { zones += repeated }
    }
    self.zones = zones
  }

  private static var maximumCount: Int { 1 << 20 }

  /// Takes a letter and a count off the front.
  private static func takeRun(from text: inout Substring) -> [ZoneType]? {
    let zone: ZoneType
    switch text.first {
    case "M": zone = .movable
    case "N": zone = .normal
    default: return nil
    }
    text = text.dropFirst()
    return takeCount(from: &text).map { Array(repeating: zone, count: $0) }
  }

  /// Takes a decimal number off the front.
  private static func takeCount(from text: inout Substring) -> Int? {
    let digits = text.prefix { "0"..."9" ~= $0 }
    guard let count = Int(digits), count <= maximumCount else { return nil }
    text = text[digits.endIndex...]
    return count
  }
}

extension ZonePattern: ExpressibleByStringLiteral {
  /// Creates a pattern from a literal, which must be a valid one.
  public init(stringLiteral text: String) {
    guard let pattern = ZonePattern(parsing: text) else {
      preconditionFailure("not a zone pattern: \(text)")
    }
    self = pattern
  }
}
