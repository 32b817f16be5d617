// SPDX-License-Identifier: MIT

import ArgumentParser
import TestSupport
import Testing

@testable import automovable

@Suite("Help")
struct HelpTests {
  /// All commands that people call, each by the words that call it.
  private static let commands = words(of: AutoMovableCommand.self, [])

  private static func words(
    of command: any ParsableCommand.Type, _ path: [String]
  ) -> [[String]] {
    let subcommands = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    guard !subcommands.isEmpty else { return [path] }
    return subcommands.flatMap { words(of: $0, path + [$0._commandName]) }
  }

  @Test("Each command's help has examples, and they are understood", arguments: commands)
  func examples(_ words: [String]) throws {
    let help = AutoMovableCommand.helpMessage(for: try type(words), columns: 200)
    let lines = help.split(separator: "\n").map { $0.drop { $0 == " " } }
    let start = try #require(lines.firstIndex(of: "Examples:"), "\(words)")
    let examples = lines[start...].dropFirst().prefix { $0.contains("automovable ") }
    #expect(!examples.isEmpty)
    #expect(examples.contains { $0.contains("automovable " + words.joined(separator: " ")) })
    for example in examples {
      for command in example.split(separator: "|") {
        // What the shell does with the output is none of the command's.
        let arguments = command.prefix { $0 != ">" }.split(separator: " ").map(String.init)
        guard arguments.first == "automovable" else { continue }
        #expect(throws: Never.self, "\(example)") {
          _ = try AutoMovableCommand.parseAsRoot(Array(arguments.dropFirst()))
        }
      }
    }
  }

  private func type(_ words: [String]) throws -> any ParsableCommand.Type {
    var type: any ParsableCommand.Type = AutoMovableCommand.self
    for word in words {
      type = try #require(type.configuration.subcommands.first { $0._commandName == word })
    }
    return type
  }
}
