// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance
import TextFiles

/// Answers the vectors of files and plays their traces, one after the other, and
/// hands over each answer; ends as a command ends, with a line on standard error
/// if something is wrong.
struct InputRun: ~Copyable {
  /// Where results go.
  var output = OutputBuffer()

  /// The vectors answered.
  private(set) var vectorCount: UInt64 = 0

  /// The operations of traces done.
  private(set) var operationCount: UInt64 = 0

  private let subject: Implementation
  private let reference: Implementation?
  private var oracles: OraclePair
  private let watch: LibraryWatch

  /// Makes the oracles of the chosen implementations.
  init(_ options: InputOptions) throws {
    (subject, reference, oracles) = try Self.implementations(options)
    watch = LibraryWatch(subject, reference)
  }

  private static func implementations(
    _ options: InputOptions
  ) throws -> (Implementation, Implementation?, OraclePair) {
    do {
      let (subject, reference) = try options.choice.implementations(
        isIsolated: options.isIsolated)
      return (subject, reference, try OraclePair(subject, reference))
    } catch {
      throw ExitCode.reporting(error)
    }
  }
}

extension InputRun {
  /// Answers all vectors and plays all traces.
  ///
  /// Output is flushed before a read that might wait, so that a program at the
  /// other end of two pipes gets each answer before it asks the next question.
  ///
  /// - Parameter judged: Takes what a library says of a trace that it can't play
  ///   itself; without it such a trace is refused.
  /// - Throws: An `ExitCode`, after telling why. What was answered before is
  ///   written all the same.
  /// - Returns: Whether somebody still wants the output.
  mutating func answer(
    _ files: [String],
    vector: (
      borrowing VectorReader, DecisionAnswer, DecisionAnswer?,
      inout OutputBuffer
    ) throws -> Void,
    trace: (borrowing TraceReader, TraceEvent, inout OutputBuffer) throws -> Void,
    judged: ((JudgedStep, inout OutputBuffer) throws -> Void)? = nil
  ) throws -> Bool {
    do {
      for file in files {
        try output.flush()
        switch try InputFile(path: file) {
        case .vectors(let reader): try answer(reader, vector)
        case .traces(let reader):
          if let judged, !subject.runsHistories, subject.judgesHistories {
            try judge(reader, judged)
          } else {
            try play(reader, trace)
          }
        }
      }
      return true
    } catch is OutputBuffer.Closed {
      return false
    } catch {
      throw end(error)
    }
  }

  private mutating func answer(
    _ reader: consuming VectorReader,
    _ body: (
      borrowing VectorReader, DecisionAnswer, DecisionAnswer?,
      inout OutputBuffer
    ) throws -> Void
  ) throws {
    while try next(&reader) {
      try watch.call { () throws(OracleError) in try oracles.decide(reader.vector.batch) }
      try body(
        reader, oracles.subjectAnswers[0], oracles.referenceAnswers.first, &output)
      vectorCount += 1
      try output.flushIfLarge()
    }
  }

  private mutating func play(
    _ reader: consuming TraceReader,
    _ body: (borrowing TraceReader, TraceEvent, inout OutputBuffer) throws -> Void
  ) throws {
    for implementation in [subject, reference].compactMap(\.self)
    where !implementation.runsHistories {
      throw InputError(
        file: reader.fileName,
        message: implementation.judgesHistories
          ? "a trace, and \(implementation.name) only judges what others do; verify plays it"
          : "a trace, but \(implementation.name) makes single decisions only")
    }
    var player = try TracePlayer(subject, reference)
    while let event = try next(&player, &reader) {
      try body(reader, event, &output)
      if case .step = event { operationCount += 1 }
      try output.flushIfLarge()
    }
  }

  /// Plays traces for a library to judge, each as a whole.
  private mutating func judge(
    _ reader: consuming TraceReader, _ body: (JudgedStep, inout OutputBuffer) throws -> Void
  ) throws {
    var player = try JudgedTracePlayer(subject)
    while true {
      if !reader.isReady { try output.flush() }
      guard let steps = try player.next(&reader, watch) else { return }
      for step in steps {
        try body(step, &output)
        if step.number != nil { operationCount += 1 }
      }
      try output.flushIfLarge()
    }
  }

  /// Writes what is left, and then some lines.
  mutating func finish(with lines: [String] = []) throws {
    do {
      for line in lines { try output.print(line) }
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

  private mutating func next(
    _ player: inout TracePlayer, _ reader: inout TraceReader
  ) throws -> TraceEvent? {
    if !reader.isReady { try output.flush() }
    return try player.next(&reader)
  }

  /// How much was answered, for whoever has the output.
  private var account: String {
    let counts = [(vectorCount, "vector", "answered"), (operationCount, "operation", "done")]
      .filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s") \($0.2)" }
    return counts.isEmpty ? "" : " (after \(counts.joined(separator: " and ")))"
  }

  /// Tells why the run ended early.
  private mutating func end(_ error: any Error) -> ExitCode {
    try? output.flush()
    return .reporting(error, suffix: account)
  }
}
