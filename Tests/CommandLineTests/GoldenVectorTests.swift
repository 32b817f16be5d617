// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// Both implementations against the committed vectors.
struct GoldenVectorTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Vectors/decisions")

  private static let files: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".jsonl") }.sorted()

  @Test(arguments: files, ["both", "totals"])
  func agrees(_ file: String, with implementation: String) throws {
    let path = Self.folder.appending(path: file).path
    let run = try CommandRun(["verify", "--with", implementation, path])
    #expect(run.errors == "")
    #expect(run.output.contains(" 0 differ, 0 without expect\n"), "\(run.output)")
    #expect(run.status == 0)
  }

  @Test
  func areAFewThousand() throws {
    let vectors = try Self.files.reduce(0) { count, file in
      let text = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
      // Every file has a header line.
      return count + text.split(separator: "\n").count - 1
    }
    #expect(vectors > 2500)
  }
}
