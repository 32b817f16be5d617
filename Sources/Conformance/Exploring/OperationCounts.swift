// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// How often each operation gave what.
public struct OperationCounts: Hashable, Sendable {
  /// What an operation gave, as far as it is counted.
  public enum Outcome: Hashable, Sendable {
    /// It was done, and no block went online.
    case done
    /// It was done, and blocks went online in the zone with this index; -1 if in several.
    case onlined(zone: Int)
    /// It failed, with an error number, positive as in `errno.h`.
    case failed(errno: Int)
  }

  /// An operation and what it gave.
  public struct Key: Hashable, Sendable {
    /// The operation's name in trace files.
    public let operation: String
    /// What it gave.
    public let outcome: Outcome
  }

  /// How often, by operation and outcome.
  public private(set) var counts: [Key: UInt64] = [:]

  /// Creates counts of nothing.
  public init() {}

  /// Adds other counts.
  public mutating func add(_ other: OperationCounts) {
    counts.merge(other.counts) { $0 &+ $1 }
  }

  /// Adds a count.
  public mutating func add(_ count: UInt64, of operation: String, _ outcome: Outcome) {
    counts[Key(operation: operation, outcome: outcome), default: 0] &+= count
  }

  /// The counts by name and, of one operation, as `Outcome` orders them.
  public var sorted: [(key: Key, count: UInt64)] {
    counts.map { ($0.key, $0.value) }.sorted {
      ($0.key.operation, $0.key.outcome.number) < ($1.key.operation, $1.key.outcome.number)
    }
  }
}

extension OperationCounts.Outcome {
  /// The number of outcomes that have one of their own.
  static var numbers: Int { 256 }

  /// A number below `numbers`; of errors that the kernel doesn't have, one for all.
  package var number: Int {
    switch self {
    case .done: 0
    case .onlined(let zone): zone + 2
    case .failed(let errno): min(errno, 200) + 16
    }
  }

  /// The outcome with a number, or `nil` if none has it.
  package init?(number: Int) {
    switch number {
    case 0: self = .done
    case 1...ZoneType.count + 1: self = .onlined(zone: number - 2)
    case 17...216: self = .failed(errno: number - 16)
    default: return nil
    }
  }

  /// What a result counts as.
  @inline(__always)
  init(_ result: TraceResult) {
    switch result {
    case .returns(let number) where number < 0: self = .failed(errno: Int(-max(number, -200)))
    case .onlined(let number, _) where number < 0:
      self = .failed(errno: Int(-max(number, -200)))
    case .state(let number, _) where number < 0: self = .failed(errno: Int(-max(number, -200)))
    case .onlined(_, let blocks):
      let zone = blocks[0].zone
      self = .onlined(
        zone: blocks.allSatisfy { $0.zone == zone } ? Int(zone.rawValue) : -1)
    case .state(_, let zone): self = zone.map { .onlined(zone: Int($0.rawValue)) } ?? .done
    case .returns, .text, .machine: self = .done
    }
  }
}

extension OperationCounts.Outcome: CustomStringConvertible {
  /// The outcome in a word: `done`, a zone or an error's number, as `-22`.
  public var description: String {
    switch self {
    case .done: "done"
    case .onlined(let zone):
      ["several zones", "DMA", "DMA32", "Normal", "Movable", "Device"][zone + 1]
    case .failed(let errno): "-\(errno)"
    }
  }
}
