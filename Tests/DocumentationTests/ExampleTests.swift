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

  @Test("The how-to of Conformance shows the program that is run")
  func howTo() throws {
    let page = try Repository.text("Sources/Conformance/Conformance.docc/CompareYourPort.md")
    let program = try Repository.text("Examples/port/main.swift")
    let parts = page.components(separatedBy: "```")
    #expect(parts.count == 3)
    #expect("// SPDX-License-Identifier: MIT\n\n" + parts[1].dropFirst("swift\n".count) == program)
    #expect(parts[2].contains(try Repository.text("Examples/port/agrees.txt").dropLast()))
  }
}
