// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

@Suite("Examples in the documentation")
struct ExampleTests {
  /// A package that depends on this one and has a program for each page.
  private static let package = Result { try ExamplePackage() }

  @Test("print what they say", arguments: ExamplePackage.pages)
  func printsWhatItSays(page: String) throws {
    let example = try Example(page: Repository.text(page))
    try #require(!example.output.isEmpty)
    #expect(try Self.package.get().run(page) == example.output)
  }
}
