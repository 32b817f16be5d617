// SPDX-License-Identifier: MIT

import Foundation

/// Times alternatives in turn, so that a busy machine slows all of them alike.
struct Sampling {
  /// The times of each alternative, in nanoseconds.
  private(set) var samples: [[Double]]

  /// Runs every alternative `rounds` times.
  init(rounds: Int, _ alternatives: [() -> Void]) {
    samples = alternatives.map { _ in [] }
    let clock = ContinuousClock()
    for _ in 0..<rounds {
      for (index, alternative) in alternatives.enumerated() {
        let elapsed = clock.measure(alternative)
        samples[index].append(elapsed / .nanoseconds(1))
      }
    }
  }

  /// Takes what an alternative costs out of others that contain it.
  mutating func subtract(_ part: Int, from others: Int...) {
    for other in others {
      samples[other] = zip(samples[other], samples[part]).map { $0 - $1 }
    }
  }

  /// The fastest time of an alternative: what it costs when nothing disturbs.
  func best(_ index: Int) -> Double { samples[index].min() ?? .nan }

  /// The median of the ratios of two alternatives, round by round.
  func ratio(_ index: Int, to other: Int) -> Double {
    let ratios = zip(samples[index], samples[other]).map { $0 / $1 }.sorted()
    return ratios[ratios.count / 2]
  }

  /// Prints a line for each alternative: what it costs, and how much of what
  /// the first costs.
  ///
  /// - Parameters:
  ///   - unit: What a time is divided by, of which a round has `count`.
  func printTable(_ names: [String], per unit: String, of count: Double) {
    for (index, name) in names.enumerated() {
      print(
        name.padding(toLength: 18, withPad: " ", startingAt: 0),
        String(
          format: "%8.1f ns/\(unit) %6.2f x C", best(index) / count,
          ratio(index, to: 0)))
    }
  }

  /// Prints a line for each alternative: how much of a file it gets done, and
  /// how many times longer it takes than one of them.
  ///
  /// - Parameters:
  ///   - unit: What there are `count` of in the file.
  ///   - other: The alternative that the others are held against.
  func printThroughput(
    _ names: [String], count: Int, of unit: String, bytes: Int, against other: Int
  ) {
    print(
      String(repeating: " ", count: 18), "thousand \(unit)/s     MB/s   x \(names[other])")
    for (index, name) in names.enumerated() {
      let seconds = best(index) / 1e9
      print(
        name.padding(toLength: 18, withPad: " ", startingAt: 0),
        String(
          format: "%\(unit.count + 11).0f %8.0f %8.2f", Double(count) / seconds / 1e3,
          Double(bytes) / seconds / 1e6, ratio(index, to: other)))
    }
  }
}
