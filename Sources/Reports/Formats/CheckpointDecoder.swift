// SPDX-License-Identifier: MIT

import Cases
import Conformance
import TextFiles

/// Reads a checkpoint.
struct CheckpointDecoder {
  /// A digest of the libraries that are compared.
  let libraries: UInt64

  /// What the object says that it is.
  static let schema = "automovable-checkpoint/1"

  private enum Field: UInt8, JSONName {
    case schema, version, seed, run, libraries, shard, timed, chunks, elapsed, checksum, cases,
      strategies, kinds, digest

    var name: StaticString {
      switch self {
      case .schema: "schema"
      case .version: "version"
      case .seed: "seed"
      case .run: "run"
      case .libraries: "libraries"
      case .shard: "shard"
      case .timed: "timed"
      case .chunks: "chunks"
      case .elapsed: "elapsed_ns"
      case .checksum: "checksum"
      case .cases: "cases"
      case .strategies: "strategies"
      case .kinds: "kinds"
      case .digest: "digest"
      }
    }
  }

  private enum KindField: UInt8, JSONName {
    case signature, divergentCases, source, strategy, index

    var name: StaticString {
      switch self {
      case .signature: "signature"
      case .divergentCases: "divergent_cases"
      case .source: "source"
      case .strategy: "strategy"
      case .index: "case"
      }
    }
  }
}

extension CheckpointDecoder {
  /// Reads a checkpoint.
  ///
  /// - Throws: Also if it is of other libraries.
  func decode(_ reader: inout JSONReader) throws(JSONError) -> RunCheckpoint {
    var (version, shard) = ("", Shard.whole)
    var (seed, identity, chunks, elapsed, checksum): (UInt64, UInt64, UInt64, UInt64, UInt64) =
      (0, 0, 0, 0, 0)
    var isTimed = false
    var cases: [UInt64] = []
    var tallies: [Strategy: Tally] = [:]
    var kinds: [RunCheckpoint.Kind] = []
    var fields = try JSONFields<Field>(&reader, "a checkpoint")
    while let field = try fields.next(&reader) {
      switch field {
      case .schema: try reader.expectText(Self.schema)
      case .version: version = try reader.text()
      case .seed: seed = try reader.integer()
      case .run: identity = try reader.address()
      case .libraries:
        guard try reader.address() == libraries else {
          throw reader.invalid(
            "of other libraries than those that are to be compared",
            at: fields.offset(of: .libraries, in: reader))
        }
      case .shard: shard = try reader.shard()
      case .timed: isTimed = try reader.boolean()
      case .chunks: chunks = try reader.integer(in: 0...UInt64(Int64.max))
      case .elapsed: elapsed = try reader.integer(in: 0...UInt64(Int64.max))
      case .checksum: checksum = try reader.address()
      case .cases:
        cases = try reader.list { reader throws(JSONError) in try reader.integer() }
      case .strategies: tallies = try reader.tallies()
      case .kinds: kinds = try reader.list { reader throws(JSONError) in try kind(&reader) }
      case .digest: try reader.expectSeal()
      }
    }
    try fields.requireAll()
    return RunCheckpoint(
      version: version, seed: seed, identity: identity, shard: shard, takesTurns: isTimed,
      chunkCount: Int(chunks), elapsed: .nanoseconds(Int64(elapsed)), casesBySource: cases,
      tallies: tallies, checksum: checksum, kinds: kinds)
  }

  private func kind(_ reader: inout JSONReader) throws(JSONError) -> RunCheckpoint.Kind {
    var (signature, strategy): (String?, Strategy?)
    var (caseCount, source, index): (UInt64?, UInt64?, UInt64?)
    var fields = try JSONFields<KindField>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .signature: signature = try reader.text()
      case .divergentCases: caseCount = try reader.integer()
      case .source: source = try reader.integer(in: 0...UInt64(Int32.max))
      case .strategy: strategy = try reader.strategy()
      case .index: index = try reader.integer()
      }
    }
    return RunCheckpoint.Kind(
      signature: try fields.require(signature, .signature),
      source: Int(try fields.require(source, .source)),
      strategy: try fields.require(strategy, .strategy),
      index: try fields.require(index, .index),
      caseCount: try fields.require(caseCount, .divergentCases))
  }
}

extension JSONReader {
  /// Reads a string that is to be a given one.
  mutating func expectText(_ expected: String) throws(JSONError) {
    _ = peek()
    let start = position
    guard try text() == expected else { throw self.expected("\"\(expected)\"", at: start) }
  }
}
