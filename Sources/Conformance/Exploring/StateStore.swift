// SPDX-License-Identifier: MIT

import Cases

/// The states of one exploration in the order in which they were found, each with the
/// step that led there first. The states to look at next are the last ones.
///
/// A state takes its digest, its parent and the operation in between: the machines
/// get there again by the operations from boot on. So a state costs some 40 bytes,
/// however large the machine is.
struct StateStore {
  /// The bytes that a state takes, the table with its gaps included.
  static var bytesPerState: Int {
    MemoryLayout<StateImage.Digest>.stride + MemoryLayout<Step>.stride
      // The table is between 3/8 and 3/4 full.
      + MemoryLayout<UInt32>.stride * 8 / 3
  }

  /// The most states; more are not taken.
  let maximumCount: Int

  private struct Step {
    let parent: UInt32
    let operation: UInt16
    let depth: UInt16
  }

  private var digests: [StateImage.Digest] = []
  private var steps: [Step] = []

  /// Positions of states, plus 1, by their digests; 0 is a gap. A power of two.
  private var table: [UInt32]

  /// Creates a store that takes at most so many bytes, and so many states.
  init(memory: Int) {
    // While storage grows, the old one is there too.
    maximumCount = max(1, min(memory / (2 * Self.bytesPerState), Int(UInt32.max) - 1))
    table = [UInt32](repeating: 0, count: 1024)
  }

  var count: Int { digests.count }

  /// The operations on the way to the last state.
  var depth: Int { steps.last.map { Int($0.depth) } ?? 0 }

  /// Forgets all states.
  mutating func removeAll() {
    digests.removeAll(keepingCapacity: true)
    steps.removeAll(keepingCapacity: true)
    table = [UInt32](repeating: 0, count: 1024)
  }
}

extension StateStore {
  /// What became of a state.
  enum Insertion {
    case isNew, isKnown, isFull
  }

  /// Adds a state unless it is there.
  ///
  /// - Parameters:
  ///   - parent: The state before, or `nil` after boot.
  ///   - operation: The position of the operation that leads from there.
  mutating func insert(
    _ digest: StateImage.Digest, from parent: Int?, by operation: Int
  ) -> Insertion {
    let mask = table.count - 1
    var slot = Int(truncatingIfNeeded: digest.low) & mask
    while table[slot] != 0 {
      if digests[Int(table[slot]) - 1] == digest { return .isKnown }
      slot = (slot + 1) & mask
    }
    guard digests.count < maximumCount else { return .isFull }
    let depth = parent.map { steps[$0].depth &+ 1 } ?? 0
    steps.append(
      Step(
        parent: UInt32(truncatingIfNeeded: parent ?? 0),
        operation: UInt16(truncatingIfNeeded: operation), depth: depth))
    digests.append(digest)
    table[slot] = UInt32(truncatingIfNeeded: digests.count)
    if digests.count * 4 > table.count * 3 { grow() }
    return .isNew
  }

  /// The digest of a state.
  func digest(of state: Int) -> StateImage.Digest { digests[state] }

  /// The positions of the operations from boot to a state.
  func path(to state: Int) -> [Int] {
    var path: [Int] = []
    var state = state
    // The first state is its own parent.
    while state != 0 {
      path.append(Int(steps[state].operation))
      state = Int(steps[state].parent)
    }
    return path.reversed()
  }

  private mutating func grow() {
    let mask = table.count * 2 - 1
    var larger = [UInt32](repeating: 0, count: table.count * 2)
    for index in digests.indices {
      var slot = Int(truncatingIfNeeded: digests[index].low) & mask
      while larger[slot] != 0 { slot = (slot + 1) & mask }
      larger[slot] = UInt32(truncatingIfNeeded: index + 1)
    }
    table = larger
  }
}
