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
      guard batch.queries.count > 1 else {
        answers[0] = try answer(to: batch, after: error)
        return
      }
      // One question at a time, to see which it was.
      var single = CaseBatch(policy: batch.policy, state: batch.state)
      for index in batch.queries.indices {
        single.queries = [batch.queries[index]]
        do {
          answers[index] = try ask(single)[0]
        } catch {
          answers[index] = try answer(to: single, after: error)
        }
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
    let problem: String
    switch failure {
    case .process(.ended(let signal)) where signal != 0: return signal
    case .process(.ended): problem = "ended its process"
    case .process(.hung):
      problem = "no answer within \(LibraryProcess.patience.components.seconds) s"
    case .start(let error): throw OracleError("\(error)")
    case .status(let status): problem = "\(function)() returned \(status)"
    }
    throw OracleError("\(library.path): \(problem)\(suffix())")
  }

  /// What a failure means for the case that caused it.
  private func answer(
    to batch: borrowing CaseBatch, after failure: Failure
  ) throws(OracleError) -> DecisionAnswer {
    let signal = try signal(of: failure, in: "automovable_oracle_decide") {
      let vector = DecisionVector(
        id: "failure", policy: batch.policy, state: batch.state, query: batch.queries[0])
      return ": \(vector.line)"
    }
    return .crashed(signal: signal)
  }
}
