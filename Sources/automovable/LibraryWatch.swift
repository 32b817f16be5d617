// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance
import Glibc
import TextFiles

/// Ends the program if a library in it gives no answer: a call can't be ended otherwise.
///
/// What isn't a library isn't watched; that takes a thread.
struct LibraryWatch: ~Copyable {
  private let inHand = WorkInHand()
  private let watch: AnswerWatch?

  /// Watches calls of implementations from now on.
  ///
  /// - Parameter names: Which ones, as on the command line.
  init(_ names: [String]) {
    let libraries = names.filter { NamedImplementation(argument: $0)?.isLibrary ?? true }
    guard !libraries.isEmpty else {
      watch = nil
      return
    }
    let names = libraries.joined(separator: " or ")
    watch = AnswerWatch([inHand], patience: DifferentialRun.usualPatience) { _ in
      StandardError.print(
        "\(names): no answer within \(DifferentialRun.usualPatience.components.seconds) s")
      Leftovers.removeAll()
      EarlyEnd.expect()
      _exit(ExitCode.internalFailure.rawValue)
    }
  }

  /// Watches calls of implementations from now on.
  init(_ subject: Implementation, _ reference: Implementation?) {
    self.init([subject, reference].compactMap { $0?.name })
  }

  /// Makes a call, or several, of which each tells that it begins.
  func call<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    inHand.begin(source: 0)
    inHand.ask()
    defer { inHand.end() }
    return try body()
  }
}
