// SPDX-License-Identifier: MIT

import Cases
import OracleInterface
import SystemPackage

/// An implementation in a shared library that runs in a process of its own.
///
/// If the library crashes, that is its answer to the question, and a new process
/// is started for the next one.
final class IsolatedOracle: Oracle {
  let library: IsolatedLibrary
  /// The process, unless the last one ended.
  private var process: LibraryProcess?
  private var batch = InterfaceBatch()

  init(_ library: IsolatedLibrary) { self.library = library }

  func decide(
    _ batch: borrowing CaseBatch, into answers: inout MutableSpan<DecisionAnswer>
  ) throws(OracleError) {
    do {
      let found = try ask(batch)
      for index in found.indices { answers[index] = found[index] }
    } catch {
      guard batch.queries.count > 1, !error.isInterruption else {
        answers[0] = try answer(to: batch, after: error)
        return
      }
      // One question at a time, to see which it was.
      var single = CaseBatch(policy: batch.policy, state: batch.state)
      var isFound = false
      for index in batch.queries.indices {
        single.queries = [batch.queries[index]]
        do {
          answers[index] = try ask(single)[0]
        } catch {
          isFound = true
          answers[index] = try answer(to: single, after: error)
        }
      }
      // A process that ended has ended, whatever the next one says.
      if !isFound {
        throw OracleError(
          "\(library.path): \(problem(of: error, in: "automovable_oracle_decide")), and "
            + "answers when it is asked again: \(line(of: batch))")
      }
    }
  }

  enum Failure: Error {
    case process(LibraryProcess.Failure)
    case status(Int64)
    case start(LibraryError)
  }

  private func ask(
    _ batch: borrowing CaseBatch
  ) throws(Failure) -> [DecisionAnswer] {
    self.batch.load(batch)
    let count = batch.queries.count
    let reply = try exchange(
      LibraryRequest.decide.bytes + self.batch.bytes,
      replyCount: 8 + count * MemoryLayout<automovable_answer>.stride)
    var offset = 8
    let answers: [automovable_answer] = reply.values(count, at: &offset)
    return answers.map { DecisionAnswer($0) }
  }

  /// Asks the process, which is started if need be.
  ///
  /// - Returns: The reply, which starts with a status of 0.
  func exchange(_ request: [UInt8], replyCount: Int) throws(Failure) -> [UInt8] {
    let process: LibraryProcess
    do {
      if let running = self.process {
        process = running
      } else {
        process = try library.start().process
      }
    } catch {
      throw .start(error)
    }
    self.process = process
    let reply: [UInt8]
    do {
      reply = try process.exchange(request, replyCount: replyCount)
    } catch {
      self.process = nil
      throw .process(error)
    }
    let status = reply.value(at: 0, of: Int64.self)
    guard status == 0 else { throw .status(status) }
    return reply
  }

  /// The signal that a crash was by; no other failure is an answer.
  ///
  /// - Parameters:
  ///   - function: The function that was called.
  ///   - suffix: What else there is to say of another failure.
  func signal(
    of failure: Failure, in function: String, suffix: () -> String = { "" }
  ) throws(OracleError) -> Int32 {
    if case .process(.ended(let signal)) = failure, signal != 0 { return signal }
    if case .start(let error) = failure { throw OracleError("\(error)") }
    throw OracleError("\(library.path): \(problem(of: failure, in: function))\(suffix())")
  }

  private func problem(of failure: Failure, in function: String) -> String {
    switch failure {
    case .process(.ended(0)): "ended its process"
    case .process(.ended(let signal)): "crashed with signal \(signal)"
    case .process(.hung):
      "no answer within \(LibraryProcess.patience.components.seconds) s"
    case .process(.interrupted): "interrupted"
    case .start(let error): "\(error)"
    case .status(let status): "\(function)() returned \(status)"
    }
  }

  /// What a failure means for the case that caused it.
  private func answer(
    to batch: borrowing CaseBatch, after failure: Failure
  ) throws(OracleError) -> DecisionAnswer {
    let signal = try signal(of: failure, in: "automovable_oracle_decide") {
      ": \(line(of: batch))"
    }
    return .crashed(signal: signal)
  }

  /// The first question of a batch as a vector.
  private func line(of batch: borrowing CaseBatch) -> String {
    DecisionVector(
      id: "failure", policy: batch.policy, state: batch.state, query: batch.queries[0]
    ).line
  }
}

extension IsolatedOracle.Failure {
  fileprivate var isInterruption: Bool {
    if case .process(.interrupted) = self { true } else { false }
  }
}
