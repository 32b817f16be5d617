// SPDX-License-Identifier: MIT

import CaseSupport
import Foundation
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation
@testable import TextFiles

/// What fuzzing has found is tried again.
@Suite("Fuzzing corpus")
struct FuzzCorpusTests {
  private static func inputs(_ fuzzer: String) throws -> [(name: String, bytes: [UInt8])] {
    let folder = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "Vectors/corpus/\(fuzzer)")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      ($0, Array(try Data(contentsOf: folder.appending(path: $0))))
    }
  }

  @Test
  func tracesAgree() throws {
    let inputs = try Self.inputs("trace_fuzzer")
    #expect(inputs.count >= 50)
    let fuzzer = try TraceFuzzer()
    var operations: Set<String> = []
    for (name, bytes) in inputs {
      #expect(try fuzzer.run(bytes.span) == nil, "\(name)")
      for step in Trace(fuzzed: bytes.span).steps {
        operations.insert("\(TraceDecoder.Operation.Kind(step.operation).name)")
      }
    }
    // All operations occur.
    #expect(operations.count == 14)
  }

  @Test
  func linesAreDecodedOrRefused() throws {
    let inputs = try Self.inputs("line_fuzzer")
    #expect(inputs.count >= 100)
    var fuzzer = LineFuzzer()
    var taken = 0
    for (name, bytes) in inputs {
      #expect(fuzzer.run(bytes.span) == nil, "\(name)")
      if (try? TraceDecoder().decode(bytes.span)) != nil { taken += 1 }
    }
    #expect(taken > 0 && taken < inputs.count)
  }

  /// Any bytes are a trace, and the same bytes the same trace.
  @Test
  func tracesOfBytesAreTraces() throws {
    var random = SplitMix64(seed: 11, stream: 0)
    let fuzzer = try TraceFuzzer()
    for length in 0..<300 {
      let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let trace = Trace(fuzzed: bytes.span)
      #expect(trace == Trace(fuzzed: bytes.span))
      #expect(throws: Never.self) { try trace.machine.boot() }
      #expect(try fuzzer.run(bytes.span) == nil, "\(bytes)")
      var json = JSONWriter()
      trace.write(to: &json)
      for line in String(decoding: json.bytes, as: UTF8.self).split(separator: "\n") {
        let text = String(line)
        #expect(try TraceFileLine(text).decoded.text == text)
      }
    }
    #expect(Trace(fuzzed: [UInt8](repeating: 0, count: 5000).span).steps.count == 512)
  }
}
