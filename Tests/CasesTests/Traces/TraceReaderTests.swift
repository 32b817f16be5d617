// SPDX-License-Identifier: MIT

import CaseSupport
import Foundation
import Testing

@testable import Cases
@testable import TextFiles

/// Trace files as a whole.
struct TraceReaderTests {
  private static let machine = TraceFileLine.machine.text + "\n"
  private static let operation = TraceFileLine.operations[2].text + "\n"

  private static func header(_ count: String) -> String {
    #"{"schema":"automovable-traces/1",\#(count)"source":"s","note":"n"}"# + "\n"
  }

  /// The machines and operations in a text; or what is wrong with it.
  private func read(_ text: String) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "automovable-\(UUID().uuidString)")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var kinds = ""
    do throws(InputError) {
      guard case .traces(var reader) = try InputFile(path: file.path) else { return "vectors" }
      while let line = try reader.next() {
        switch line {
        case .machine: kinds += "m"
        case .step: kinds += "o"
        }
        #expect(reader.lineNumber >= kinds.count)
      }
      return kinds
    } catch {
      return "\(error)".replacing(file.path, with: "FILE")
    }
  }

  @Test
  func readsTraces() throws {
    let (m, o) = (Self.machine, Self.operation)
    #expect(try read(m) == "m")
    #expect(try read(m + o + o) == "moo")
    #expect(try read(m + o + m + m + o) == "mommo")
    #expect(try read(Self.header(#""count":2,"#) + m + o + o) == "moo")
    // Operations are counted, whatever trace they are of.
    #expect(try read(Self.header(#""count":2,"#) + m + o + m + o) == "momo")
    #expect(try read(Self.header(#""count":0,"#) + m) == "m")
    #expect(try read(Self.header("") + m + o) == "mo")
    #expect(try read(m + o.dropLast()) == "mo")
  }

  @Test
  func tellsWhatIsWrong() throws {
    let (m, o) = (Self.machine, Self.operation)
    let header = Self.header(#""count":2,"#)
    #expect(try read(header + m + o) == "FILE:1: count: 2, but the file ends after 1")
    #expect(
      try read(header + m + o + o + o)
        == "FILE:5: the header tells count 2, but here is another operation")
    #expect(try read(header + o) == "FILE:2: an operation, but no machine before it")
    #expect(try read(o + m) == "FILE:1: an operation, but no machine before it")
    #expect(try read(header) == "FILE: a trace without a machine")
    #expect(
      try read(m + o + "\n") == "FILE:3: expected an object with a machine or an "
        + "operation, found the end of the line")
    #expect(try read(m + header).hasPrefix("FILE:2: schema: unknown field, expected op,"))
    #expect(
      try read(Self.header("").replacing("traces/1", with: "traces/2") + m)
        == "FILE:1: schema: expected \"automovable-traces/1\", found \"automovable-traces/2\"")
    #expect(
      try read(Self.header(#""count":-1,"#) + m)
        == "FILE:1: count: expected an integer in 0...18446744073709551615, found -1")
    #expect(try read(m + "{\"op\":\"read_parameter\"}\n") == "FILE:2: name is missing")
  }

  @Test
  func knowsVectors() throws {
    #expect(try read("") == "vectors")
    #expect(try read("{}\n") == "vectors")
    #expect(try read(VectorLine.full.text) == "vectors")
    #expect(try read(#"{"schema":"automovable-decisions/1"}"#) == "vectors")
    // What is neither is reported as a vector.
    #expect(try read("nonsense") == "vectors")
  }
}
