// SPDX-License-Identifier: MIT

import Synchronization

/// What a thread of a run is at: told by that thread, looked at by who watches it.
package final class WorkInHand: Sendable {
  /// A batch of cases, or a history, of a source.
  package struct Work: Equatable, Sendable {
    let source: Int
    let batch: UInt64
    /// Grows with each question to an implementation.
    let questions: UInt64
  }

  // The one thread writes; who reads between two writes sees a batch of the source
  // before, for a moment.
  private let source = Atomic<Int>(-1)
  private let batch = Atomic<UInt64>(0)
  private let questions = Atomic<UInt64>(0)

  package init() {}

  /// The thread asks about a batch.
  @inline(__always)
  func ask(about batch: UInt64) {
    self.batch.store(batch, ordering: .relaxed)
    ask()
  }

  /// The thread asks once more about the same.
  @inline(__always)
  package func ask() {
    questions.store(questions.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
  }

  /// The thread turns to a source.
  package func begin(source: Int) { self.source.store(source, ordering: .relaxed) }

  /// The thread asks nobody for now.
  package func end() { source.store(-1, ordering: .relaxed) }

  /// What the thread is at, or `nil` if it asks nobody.
  var work: Work? {
    let source = source.load(ordering: .relaxed)
    guard source >= 0 else { return nil }
    return Work(
      source: source, batch: batch.load(ordering: .relaxed),
      questions: questions.load(ordering: .relaxed))
  }
}
