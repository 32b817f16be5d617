// SPDX-License-Identifier: MIT

import Synchronization

/// Boot states that threads explore, and what came of them.
final class BootQueue: Sendable {
  /// A boot state and its position in the scope.
  typealias Item = (index: Int, boot: ExploredBoot)

  private let items: [Item]
  private let next = Atomic<Int>(0)
  private let failsFast: Bool

  /// Called with each position and what came of it.
  private let note: @Sendable (Int, BootOutcome) throws(CheckpointError) -> Void

  /// The lowest position of one where the machines differ.
  private let firstFailure = Atomic<Int>(.max)
  private let results: Mutex<[Int: Result<BootOutcome, RunError>]>

  /// - Parameters:
  ///   - done: What came of boot states that were explored before.
  ///   - failsFast: Whether no boot state is of interest behind one where the machines
  ///     differ.
  ///   - note: Called with the position of each boot state that was explored, and what
  ///     came of it.
  init(
    _ items: [Item], done: [Int: BootOutcome], failsFast: Bool,
    _ note: @escaping @Sendable (Int, BootOutcome) throws(CheckpointError) -> Void
  ) {
    self.items = items.filter { done[$0.index] == nil }
    results = Mutex(done.mapValues { .success($0) })
    self.failsFast = failsFast
    self.note = note
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
    guard case .success(let outcome) = outcome else { return }
    if failsFast, outcome.difference != nil {
      firstFailure.min(index, ordering: .relaxed)
    }
    do {
      try note(index, outcome)
    } catch {
      // There is no verdict any more, so nobody needs the others.
      next.store(items.count, ordering: .relaxed)
      results.withLock { $0[index] = .failure(.checkpoint(error)) }
    }
  }

  /// What came of those that were explored and are of interest, by their positions in
  /// the scope.
  var outcomes: [Int: Result<BootOutcome, RunError>] {
    let last = firstFailure.load(ordering: .relaxed)
    return results.withLock { $0.filter { $0.key <= last } }
  }
}
