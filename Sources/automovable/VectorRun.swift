// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance

/// Answers the vectors of files one after the other and hands over each
/// answer; ends as a command ends, with a line on standard error if something
/// is wrong.
struct VectorRun: ~Copyable {
  /// Where results go.
  var output = OutputBuffer()

  /// The vectors answered.
  private(set) var count: UInt64 = 0

  private var oracles: OraclePair

  /// Makes the oracles of the chosen implementations.
  init(_ choice: ImplementationChoice) throws {
    do {
      oracles = try OraclePair(choice.subject, choice.reference)
    } catch {
      throw ExitCode.reporting(error)
    }
  }
}

extension VectorRun {
  /// Answers all vectors.
  ///
  /// Output is flushed before a read that might wait, so that a program at the
  /// other end of two pipes gets each answer before it asks the next question.
  ///
  /// - Throws: An `ExitCode`, after telling why. What was answered before is
  ///   written all the same.
  /// - Returns: Whether somebody still wants the output.
  mutating func answer(
    _ files: [String],
    _ body: (
      borrowing VectorReader, DecisionAnswer, DecisionAnswer?,
      inout OutputBuffer
    ) throws -> Void
  ) throws -> Bool {
    do {
      for file in files {
        var reader = VectorReader(try LineReader(path: file))
        while try next(&reader) {
          try oracles.decide(reader.vector.batch)
          try body(
            reader, oracles.subjectAnswers[0], oracles.referenceAnswers.first, &output)
          count += 1
          try output.flushIfLarge()
        }
      }
      return true
    } catch is OutputBuffer.Closed {
      return false
    } catch {
      throw end(error)
    }
  }

  /// Writes what is left.
  mutating func finish() throws {
    do {
      try output.flush()
    } catch is OutputBuffer.Closed {
    } catch {
      throw end(error)
    }
  }

  private mutating func next(_ reader: inout VectorReader) throws -> Bool {
    if !reader.isReady { try output.flush() }
    return try reader.next()
  }

  /// How much was answered, for whoever has the output.
  private var account: String {
    switch count {
    case 0: ""
    case 1: " (after 1 vector answered)"
    default: " (after \(count) vectors answered)"
    }
  }

  /// Tells why the run ended early.
  private mutating func end(_ error: any Error) -> ExitCode {
    try? output.flush()
    return .reporting(error, suffix: account)
  }
}
