// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance
import SystemPackage
import TextFiles

extension DiffCommand {
  /// Who is compared with whom.
  private var pair: (subject: NamedImplementation, reference: NamedImplementation) {
    between.count == 2 ? (between[0], between[1]) : (of ?? .swift, against ?? .c)
  }

  /// Makes them; ends the command if a library can't be used.
  func makeImplementations() throws -> (Implementation, Implementation) {
    do {
      return (
        try pair.subject.implementation(isIsolated: isIsolated),
        try pair.reference.implementation(isIsolated: isIsolated)
      )
    } catch {
      throw ExitCode.reporting(error)
    }
  }

  /// A digest of the libraries' files, so that a run isn't gone on with another
  /// version of one.
  func libraryDigest() throws -> UInt64 {
    var digest = TextDigest()
    for case .library(let path) in [pair.subject, pair.reference] {
      do throws(InputError) {
        let file = try TextDocument(path: FilePath(path), atMost: 1 << 30)
        digest.add(file.bytes.span)
      } catch {
        throw ExitCode.reporting(error)
      }
    }
    return digest.value
  }

  /// The words that run such a comparison again.
  var replayCommand: String {
    var words = ["automovable diff"]
    if pair.subject != .swift { words.append("--of \(pair.subject.name.shellWord)") }
    if pair.reference != .c { words.append("--against \(pair.reference.name.shellWord)") }
    if isIsolated { words.append("--isolate") }
    return words.joined(separator: " ")
  }
}
