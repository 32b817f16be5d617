// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance

/// The implementations that are to answer: one, or both to be compared.
struct ImplementationChoice {
  /// The one whose answers count.
  let subject: NamedImplementation

  /// The one that it is compared with.
  let reference: NamedImplementation?

  /// The Swift core alone.
  static let swift = ImplementationChoice(subject: .swift, reference: nil)

  /// The Swift core, compared with the C port.
  static let both = ImplementationChoice(subject: .swift, reference: .c)
}

extension ImplementationChoice {
  /// The implementations.
  ///
  /// - Parameter isIsolated: Whether a library is to run in a process of its own.
  func implementations(
    isIsolated: Bool = false
  ) throws(LibraryError) -> (subject: Implementation, reference: Implementation?) {
    (
      try subject.implementation(isIsolated: isIsolated),
      try reference?.implementation(isIsolated: isIsolated)
    )
  }
}

extension ImplementationChoice: ExpressibleByArgument {
  init?(argument: String) {
    if argument == "both" {
      self = .both
    } else if let subject = NamedImplementation(argument: argument) {
      self.init(subject: subject, reference: nil)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String {
    reference == nil ? subject.name : "both"
  }

  static var allValueStrings: [String] { NamedImplementation.allValueStrings + ["both"] }
}
