// SPDX-License-Identifier: MIT

import Cases
import SystemPackage

/// A shared library and the command that serves it.
struct IsolatedLibrary: Sendable {
  /// Where the library is.
  let path: String

  /// The program and arguments that make a `LibraryServer` run.
  let command: [String]

  /// The processes that were started and haven't ended.
  let processes = LibraryProcesses()

  /// Starts a process and lets it load the library.
  func start() throws(LibraryError) -> (
    process: LibraryProcess, origin: String, gaps: [String],
    fields: DecisionAnswer.FieldSet, judgesHistories: Bool, largestUnit: UInt64
  ) {
    let process: LibraryProcess
    do {
      process = try LibraryProcess(command, among: processes)
    } catch {
      throw .cannotLoad(path: path, reason: "\(command[0]): \(error)")
    }
    do {
      let greeting = LibraryGreeting(
        try process.exchange([], replyCount: LibraryGreeting.headCount))
      let text = String(
        decoding: try process.exchange([], replyCount: greeting.textCount), as: UTF8.self)
      guard greeting.isLoaded else { throw LibraryError.refused(text) }
      let texts = text.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
      return (
        process, texts.first ?? "", Array(texts.dropFirst()), greeting.fields,
        greeting.judgesHistories, greeting.largestUnit
      )
    } catch let error as LibraryError {
      throw error
    } catch LibraryProcess.Failure.ended(let signal) {
      let how = signal == 0 ? "ended" : "ended by signal \(signal)"
      throw .cannotLoad(path: path, reason: "its process \(how)")
    } catch {
      throw .cannotLoad(path: path, reason: "its process doesn't answer")
    }
  }
}

extension Implementation {
  /// An implementation in a shared library that runs in a process of its own,
  /// one for each oracle, so that its crashes are answers.
  ///
  /// - Parameter command: The program and arguments that run a `LibraryServer`
  ///   for the library.
  public static func isolatedLibrary(
    _ path: String, command: [String]
  ) throws(LibraryError) -> Implementation {
    let library = IsolatedLibrary(path: path, command: command)
    let (_, origin, gaps, fields, judgesHistories, largestUnit) = try library.start()
    var implementation = Implementation(
      name: path, origin: origin, fields: fields, largestUnit: largestUnit
    ) { () throws(OracleError) in IsolatedOracle(library) }
    implementation.gaps = gaps
    implementation.interrupt = { library.processes.interrupt() }
    if judgesHistories {
      implementation.makeJudge = { () throws(OracleError) in IsolatedOracle(library) }
    }
    return implementation
  }
}
