// SPDX-License-Identifier: MIT

import Synchronization

/// Boot states that threads explore, and what came of them.
final class BootQueue: Sendable {
  /// A boot state and its position in the scope.
  typealias Item = (index: Int, boot: ExploredBoot)

  private let items: [Item]
  private let next = Atomic<Int>(0)
  private let failsFast: Bool

  /// The lowest position of one where the machines differ.
  private let firstFailure = Atomic<Int>(.max)
  private let results = Mutex<[Int: Result<BootOutcome, RunError>]>([:])

  /// - Parameter failsFast: Whether no boot state is of interest behind one where the
  ///   machines differ.
  init(_ items: [Item], failsFast: Bool) {
    self.items = items
    self.failsFast = failsFast
  }

  /// The next boot state that nobody has taken, or `nil`.
  func take() -> Item? {
    let position = next.wrappingAdd(1, ordering: .relaxed).oldValue
    guard position < items.count else { return nil }
    let item = items[position]
    return item.index <= firstFailure.load(ordering: .relaxed) ? item : nil
  }

  /// Takes note of what came of one.
  func finish(_ index: Int, _ outcome: Result<BootOutcome, RunError>) {
    results.withLock { $0[index] = outcome }
    if failsFast, (try? outcome.get())?.difference != nil {
      firstFailure.min(index, ordering: .relaxed)
    }
  }

  /// What came of those that were explored and are of interest, by their positions in
  /// the scope.
  var outcomes: [Int: Result<BootOutcome, RunError>] {
    let last = firstFailure.load(ordering: .relaxed)
    return results.withLock { $0.filter { $0.key <= last } }
  }
}
