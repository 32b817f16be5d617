// SPDX-License-Identifier: MIT

import Foundation
import SystemPackage
import Testing
import TextFiles

@testable import LiveSystem

@Suite("Captures that are written")
struct CaptureRoundTripTests {
  @Test("What is written is what is read", arguments: LiveCaptures.all)
  func roundTrip(_ capture: LiveCaptures.Capture) throws {
    let folder = try TemporaryFolder()
    let writer = try CaptureWriter(directory: folder.file("deep/er"), name: "x")
    for record in capture.records { try writer.write(record) }
    try writer.finish()
    var reader = try CaptureReader(path: folder.path.appending("deep/er/x.jsonl"))
    var records: [CaptureRecord] = []
    while let record = try reader.next() { records.append(record) }
    #expect(records == capture.records)
    #expect(try folder.path.appending("deep/er").entries().map(\.string) == ["x.jsonl"])
  }

  @Test("Nothing of a capture is lost but what isn't known", arguments: LiveCaptures.all)
  func text(_ capture: LiveCaptures.Capture) throws {
    // What the first capture program wrote comes in the order of our own.
    var lines = try LineReader(path: LiveCaptures.directory.appending(path: capture.name).path)
    for record in capture.records {
      #expect(try lines.advance())
      var text: [UInt8] = []
      for index in 0..<lines.line.count { text.append(lines.line[index]) }
      var writer = JSONWriter()
      record.write(to: &writer)
      let read = JSONDocument(file: "read", text)
      let written = JSONDocument(file: "written", writer.bytes)
      #expect(
        try read.decode { reader throws(JSONError) in try QMPValue(&reader).withoutNulls }
          == written.decode { reader throws(JSONError) in try QMPValue(&reader).withoutNulls })
    }
  }

  @Test("A capture that isn't finished leaves nothing behind")
  func unfinished() throws {
    let folder = try TemporaryFolder()
    do {
      let writer = try CaptureWriter(directory: folder.path.string, name: "x")
      try writer.write(.meta(CaptureMeta()))
    }
    #expect(try folder.path.entries().isEmpty)
  }
}

extension QMPValue {
  /// The value without fields that mean as much as none: those that are `null`
  /// or, as a group, no address, and devices that an early capture doesn't list.
  fileprivate var withoutNulls: QMPValue {
    switch self {
    case .object(let members):
      .object(
        members.filter { $0.value != .null && !($0.key == "group" && $0.value == "0x0") }
          .filter { $0.key != "acpi_memory" || $0.value != .array([]) }
          .mapValues(\.withoutNulls))
    case .array(let elements): .array(elements.map(\.withoutNulls))
    // A whole number may have been written with a fraction of zero.
    case .number(let value): Int64(exactly: value).map { .integer($0) } ?? self
    default: self
    }
  }
}
