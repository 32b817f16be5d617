// SPDX-License-Identifier: MIT

public import AutoMovable

/// A device's blocks in short, as in `M96 (N1 M3)x40`: 96 blocks in `ZONE_MOVABLE`,
/// then 40 times one in `ZONE_NORMAL` and three movable ones.
public struct PlanLayout: Hashable, Sendable {
  /// A run of blocks: a letter and how many.
  struct Run: Hashable {
    let letter: Character
    var count: UInt64

    var text: String { "\(letter)\(count)" }
  }

  private var runs: [Run] = []

  /// Creates the layout of no blocks.
  public init() {}
}

extension PlanLayout {
  /// The letters, and what each stands for.
  public static let letters: [(letter: Character, meaning: String)] = [
    ("M", "Movable"), ("N", "Normal"), ("D", "DMA32"), ("A", "DMA"), ("o", "offline"),
  ]

  /// Whether a letter is in it.
  public func contains(_ letter: Character) -> Bool {
    runs.contains { $0.letter == letter }
  }

  /// Adds blocks behind those that there are.
  public mutating func append(_ count: UInt64, in zone: ZoneType?) {
    let letter: Character =
      switch zone {
      case .movable: "M"
      case .normal: "N"
      case .dma32: "D"
      case .dma: "A"
      case .device, nil: "o"
      }
    if let last = runs.indices.last, runs[last].letter == letter {
      runs[last].count += count
    } else {
      runs.append(Run(letter: letter, count: count))
    }
  }
}

extension PlanLayout: CustomStringConvertible {
  /// What is repeated at least so often is put in brackets.
  private static let fewestRepeats = 3

  /// The longest pattern that is looked for, in runs.
  private static let longestPattern = 16

  /// The layout; empty if there are no blocks.
  public var description: String {
    var words: [String] = []
    var position = 0
    while position < runs.count {
      if let pattern = pattern(at: position) {
        // A pattern that begins once more at the end is read from there backwards.
        let period = pattern.period
        let rest = pattern.length % period
        let endsHere = position + pattern.length == runs.count
        let lead = endsHere ? rest : 0
        for run in runs[position..<position + lead] { words.append(run.text) }
        let start = position + lead
        let body = runs[start..<start + period].map { $0.text }.joined(separator: " ")
        words.append("(\(body))x\(pattern.length / period)")
        position = start + pattern.length / period * period
      } else {
        words.append(runs[position].text)
        position += 1
      }
    }
    return words.joined(separator: " ")
  }

  /// The shortest pattern that the runs from a position on repeat.
  ///
  /// - Returns: Its length in runs, and for how many runs it goes on.
  private func pattern(at start: Int) -> (period: Int, length: Int)? {
    for period in stride(from: 2, through: Self.longestPattern, by: 2) {
      var end = start + period
      while end < runs.count, runs[end] == runs[end - period] { end += 1 }
      if end - start >= period * Self.fewestRepeats { return (period, end - start) }
    }
    return nil
  }
}
