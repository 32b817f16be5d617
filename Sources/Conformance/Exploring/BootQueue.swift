// SPDX-License-Identifier: MIT

import Synchronization

/// Boot states that threads explore, and what came of them.
final class BootQueue: Sendable {
  /// A boot state and its position in the scope.
  typealias Item = (index: Int, boot: ExploredBoot)

  private let items: [Item]
  private let next = Atomic<Int>(0)
  private let results = Mutex<[Int: Result<BootOutcome, RunError>]>([:])

  init(_ items: [Item]) { self.items = items }

  /// The next boot state that nobody has taken, or `nil`.
  func take() -> Item? {
    let position = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return position < items.count ? items[position] : nil
  }

  /// Takes note of what came of one.
  func finish(_ index: Int, _ outcome: Result<BootOutcome, RunError>) {
    results.withLock { $0[index] = outcome }
  }

  /// What came of those that were explored, by their positions in the scope.
  var outcomes: [Int: Result<BootOutcome, RunError>] { results.withLock { $0 } }
}
