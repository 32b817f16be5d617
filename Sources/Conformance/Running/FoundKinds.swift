// SPDX-License-Identifier: MIT

import Cases

/// The kinds of divergences that were found: the first case of each, and how
/// many cases showed it.
///
/// However many cases diverge, the kinds are few, so this stays small.
struct FoundKinds: Sendable {
  /// A kind of divergence, of whatever cases.
  enum Kind: Hashable, Sendable {
    case decision(DivergenceKind)
    case history(HistoryDivergenceKind)
  }

  /// A case that diverged.
  struct Finding: Sendable {
    let source: Int
    let strategy: Strategy
    /// The case's index in its source.
    let index: UInt64
  }

  struct Entry: Sendable {
    let kind: Kind
    let first: Finding
    var caseCount: UInt64
  }

  /// The kinds, in the order in which they were found.
  private(set) var entries: [Entry] = []
  private var positions: [Kind: Int] = [:]

  var count: Int { entries.count }

  /// Adds cases of a kind, of which `first` is the first one.
  mutating func add(_ kind: Kind, first: Finding, caseCount: UInt64 = 1) {
    if let position = positions[kind] {
      entries[position].caseCount &+= caseCount
    } else {
      positions[kind] = entries.count
      entries.append(Entry(kind: kind, first: first, caseCount: caseCount))
    }
  }

  /// Adds what was found after this, but no more than a number of kinds.
  mutating func add(_ later: FoundKinds, upTo limit: Int) {
    for entry in later.entries where entries.count < limit || positions[entry.kind] != nil {
      add(entry.kind, first: entry.first, caseCount: entry.caseCount)
    }
  }
}
