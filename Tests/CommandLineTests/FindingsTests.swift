// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// Every vector and every trace in docs/findings.md gives what is said there.
@Suite("Findings")
struct FindingsTests {
  /// The entries of the document, with the lines of files in each.
  private static let entries: [(title: String, lines: String)] = {
    let root = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let text = (try? String(contentsOf: root.appending(path: "docs/findings.md"), encoding: .utf8))
    var entries: [(title: String, lines: String)] = []
    for line in (text ?? "").split(separator: "\n") {
      if line.hasPrefix("## ") {
        entries.append((String(line.dropFirst(3)), ""))
      } else if line.hasPrefix("    {"), !entries.isEmpty {
        entries[entries.count - 1].lines += line.dropFirst(4) + "\n"
      }
    }
    return entries.filter { !$0.lines.isEmpty }
  }()

  @Test("All are there")
  func number() { #expect(Self.entries.count == 14) }

  @Test("Vectors and traces give what is said", arguments: entries.map(\.title))
  func givesWhatIsSaid(_ title: String) throws {
    let entry = try #require(Self.entries.first { $0.title == title })
    let run = try CommandRun(["verify", "--with", "both"], input: entry.lines)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(run.output.hasSuffix(" 0 differ, 0 without expect\n"), "\(run.output)")
  }
}
