// SPDX-License-Identifier: MIT

import Foundation
import Scenarios
import Testing
import TextFiles

@Suite struct ScenarioCatalogTests {
  /// The scenarios of the package.
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Vectors/scenarios").path

  @Test func readsEveryScenarioOfThePackage() throws {
    let scenarios = try ScenarioCatalog(paths: [Self.folder]).scenarios
    #expect(scenarios.count >= 30)
    #expect(scenarios.allSatisfy { !$0.note.isEmpty && !$0.actions.isEmpty })
    // Numbers in names count as numbers.
    let numbers = scenarios.map { $0.name.dropFirst().prefix { $0.isNumber } }.map { Int($0) ?? 0 }
    #expect(numbers == numbers.sorted())
    #expect(numbers.first == 1)
  }

  @Test func refusesOneNameTwice() throws {
    #expect(throws: InputError.self) {
      try ScenarioCatalog(paths: [Self.folder, Self.folder])
    }
  }

  @Test func refusesWhatIsNotThere() {
    #expect(
      throws: InputError(file: "/nowhere", message: "cannot be read: No such file or directory")
    ) {
      try ScenarioCatalog(paths: ["/nowhere"])
    }
  }
}
