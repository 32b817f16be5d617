// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance

/// The implementations that are to answer: one, or both to be compared.
struct ImplementationChoice {
  /// The one whose answers count.
  let subject: Implementation

  /// The one that it is compared with.
  let reference: Implementation?

  /// The Swift core alone.
  static let swift = ImplementationChoice(subject: .swift, reference: nil)

  /// The Swift core, compared with the C port.
  static let both = ImplementationChoice(subject: .swift, reference: .c)
}

extension ImplementationChoice: ExpressibleByArgument {
  init?(argument: String) {
    if argument == "both" {
      self = .both
    } else if let subject = Implementation.named(argument) {
      self.init(subject: subject, reference: nil)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String {
    reference == nil ? subject.name : "both"
  }

  static var allValueStrings: [String] { ["swift", "c", "both"] }
}
