// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// `evaluate` as a part of a pipeline.
struct StreamTests {
  @Test
  func endsQuietlyWhenNobodyReads() throws {
    let folder = try TemporaryFolder()
    // More than the pipe and all buffers hold.
    let line = Line.test("a", pages: 1)
    let file = try folder.write(String(repeating: line, count: 20_000), to: "v")
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = [
      "-c",
      #"{ "$0" evaluate "$1" 2> "$1.errors"; echo $? > "$1.status"; } | head -n 1 > "$1.head""#,
      try CommandRun.executable.path, file.path,
    ]
    try shell.run()
    shell.waitUntilExit()
    func read(_ name: String) throws -> String {
      try String(contentsOfFile: file.path + "." + name, encoding: .utf8)
    }
    #expect(try read("head") == "{\"id\":\"a\",\"result\":{\"can_online_movable\":true}}\n")
    #expect(try read("errors") == "")
    #expect(try read("status") == "0\n")
  }

  /// Calls of a library in the command's own process are watched, by another thread.
  @Test
  func onlyLibrariesAreWatched() throws {
    let library = try OracleLibrary.third()
    let question = Data(Line.shortest.utf8)
    let answer = "{\"id\":\"\",\"result\":{\"can_online_movable\":false}}\n".utf8.count
    for (choice, isWatched) in [("both", false), (library.path, true)] {
      let conversation = try Conversation(["evaluate", "--with", choice])
      try conversation.ask(question, answerBytes: answer)
      #expect(try (conversation.threadCount > 1) == isWatched, "\(choice)")
      #expect(try conversation.end() == 0)
    }
  }

  /// Answers come before the next question is asked, and a long stream takes
  /// no more memory than a short one.
  @Test
  func staysFlatOverAMillionLines() throws {
    let conversation = try Conversation(["evaluate"])
    let block = 10_000
    let question = Data(String(repeating: Line.shortest, count: block).utf8)
    let answer = "{\"id\":\"\",\"result\":{\"can_online_movable\":false}}\n".utf8.count
    try conversation.ask(question, answerBytes: block * answer)
    let before = try conversation.peakMemory
    for _ in 1..<100 {
      try conversation.ask(question, answerBytes: block * answer)
    }
    let after = try conversation.peakMemory
    #expect(after < before + 1 << 20, "\(before) bytes grew to \(after)")
    #expect(try conversation.end() == 0)
  }
}
