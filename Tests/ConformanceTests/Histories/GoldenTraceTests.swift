// SPDX-License-Identifier: MIT

import CaseSupport
import Foundation
import Testing

@testable import Cases
@testable import Conformance

/// The traces in `Vectors/traces`, on both implementations.
@Suite("Golden traces")
package struct GoldenTraceTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "Vectors/traces")

  private static let files: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).filter { $0.hasSuffix(".jsonl") }.sorted()
  }()

  @Test
  func thereAreSome() { #expect(Self.files.count > 20) }

  /// Each operation gives what is expected, and both have the same machine
  /// after it.
  @Test(arguments: files)
  func areMet(_ name: String) throws {
    guard
      case .traces(var reader) = try InputFile(
        path: Self.folder.appending(path: name).path)
    else {
      Issue.record("not a trace")
      return
    }
    var core = try CoreMachine()
    let reference = try ReferenceMachine()
    while let line = try reader.next() {
      switch line {
      case .machine(let machine, let note):
        #expect(note != nil, "\(name):\(reader.lineNumber) says nothing to people")
        try core.boot(machine)
        try reference.boot(machine)
      case .step(let step):
        let place: Comment = "\(name):\(reader.lineNumber)"
        let expect = try #require(step.expect, place)
        let result = core.apply(step.operation)
        #expect(expect.isMet(by: result), place)
        #expect(reference.apply(step.operation) == result, place)
        #expect(reference.snapshot() == core.snapshot(), place)
      }
    }
  }

  /// The files are as this package writes them, so that a difference between
  /// two of their versions is one of content.
  @Test(arguments: files)
  func areCanonical(_ name: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let header = try #require(lines.first)
    #expect(header.hasPrefix(#"{"schema":"automovable-traces/1","count":"#))
    for line in lines.dropFirst() {
      let line = String(line)
      #expect(try TraceFileLine(line).decoded.text == line)
    }
  }
}
