// SPDX-License-Identifier: MIT

import Cases
import Conformance
import TextFiles

/// Reads a checkpoint of an exploration, and says how it is written.
struct ExplorationCheckpointDecoder {
  /// What the object says that it is.
  static let schema = "automovable-exploration-checkpoint/1"

  private enum Field: UInt8, JSONName {
    case schema, version, run, shard, elapsed, boots, digest

    var name: StaticString {
      switch self {
      case .schema: "schema"
      case .version: "version"
      case .run: "run"
      case .shard: "shard"
      case .elapsed: "elapsed_ns"
      case .boots: "boots"
      case .digest: "digest"
      }
    }
  }

  private enum BootField: UInt8, JSONName {
    case part, boot, states, steps, depth, counts

    var name: StaticString {
      switch self {
      case .part: "part"
      case .boot: "boot"
      case .states: "states"
      case .steps: "steps"
      case .depth: "depth"
      case .counts: "counts"
      }
    }
  }

  private enum CountField: UInt8, JSONName {
    case operation, outcome, count

    var name: StaticString {
      switch self {
      case .operation: "operation"
      case .outcome: "outcome"
      case .count: "count"
      }
    }
  }
}

// MARK: Writing

extension ExplorationCheckpointDecoder {
  /// A checkpoint as it is kept.
  static func text(of checkpoint: ExplorationCheckpoint) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field(Field.schema.name, schema)
    json.field(Field.version.name, checkpoint.version)
    json.field(Field.run.name, checkpoint.identity.hexadecimal)
    json.write(shard: checkpoint.shard)
    json.field(Field.elapsed.name, checkpoint.elapsed.nanoseconds)
    json.name(Field.boots.name)
    json.beginList()
    for boot in checkpoint.boots {
      json.beginLine()
      write(boot, to: &json)
    }
    json.endList()
    json.endSealedObject()
    return json.bytes
  }

  private static func write(_ boot: ExplorationCheckpoint.Boot, to json: inout JSONWriter) {
    json.beginObject()
    json.field(BootField.part.name, UInt64(clamping: boot.part))
    json.field(BootField.boot.name, UInt64(clamping: boot.index))
    json.field(BootField.states.name, boot.states)
    json.field(BootField.steps.name, boot.steps)
    json.field(BootField.depth.name, UInt64(clamping: boot.depth))
    json.name(BootField.counts.name)
    json.beginList()
    for (key, count) in boot.counts.sorted {
      json.beginObject()
      json.field(CountField.operation.name, key.operation)
      json.field(CountField.outcome.name, UInt64(clamping: key.outcome.number))
      json.field(CountField.count.name, count)
      json.endObject()
    }
    json.endList()
    json.endObject()
  }
}

// MARK: Reading

extension ExplorationCheckpointDecoder {
  /// Reads a checkpoint.
  func decode(_ reader: inout JSONReader) throws(JSONError) -> ExplorationCheckpoint {
    var (version, shard) = ("", Shard.whole)
    var (identity, elapsed): (UInt64, UInt64) = (0, 0)
    var boots: [ExplorationCheckpoint.Boot] = []
    var fields = try JSONFields<Field>(&reader, "a checkpoint")
    while let field = try fields.next(&reader) {
      switch field {
      case .schema: try reader.expectText(Self.schema)
      case .version: version = try reader.text()
      case .run: identity = try reader.address()
      case .shard: shard = try reader.shard()
      case .elapsed: elapsed = try reader.integer(in: 0...UInt64(Int64.max))
      case .boots: boots = try reader.list { reader throws(JSONError) in try boot(&reader) }
      case .digest: try reader.expectSeal()
      }
    }
    try fields.requireAll()
    return ExplorationCheckpoint(
      version: version, identity: identity, shard: shard,
      elapsed: .nanoseconds(Int64(elapsed)), boots: boots)
  }

  private func boot(
    _ reader: inout JSONReader
  ) throws(JSONError) -> ExplorationCheckpoint.Boot {
    var (part, index, states, steps, depth): (UInt64?, UInt64?, UInt64?, UInt64?, UInt64?)
    var counts: OperationCounts?
    let small: ClosedRange<UInt64> = 0...UInt64(Int32.max)
    var fields = try JSONFields<BootField>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .part: part = try reader.integer(in: small)
      case .boot: index = try reader.integer(in: small)
      case .states: states = try reader.integer()
      case .steps: steps = try reader.integer()
      case .depth: depth = try reader.integer(in: small)
      case .counts: counts = try self.counts(&reader)
      }
    }
    return ExplorationCheckpoint.Boot(
      part: Int(try fields.require(part, .part)),
      index: Int(try fields.require(index, .boot)),
      states: try fields.require(states, .states),
      steps: try fields.require(steps, .steps),
      depth: Int(try fields.require(depth, .depth)),
      counts: try fields.require(counts, .counts))
  }

  private func counts(_ reader: inout JSONReader) throws(JSONError) -> OperationCounts {
    let list = try reader.list {
      reader throws(JSONError) -> (String, OperationCounts.Outcome, UInt64) in
      var (operation, outcome, count): (String?, OperationCounts.Outcome?, UInt64?)
      var fields = try JSONFields<CountField>(&reader)
      while let field = try fields.next(&reader) {
        switch field {
        case .operation: operation = try reader.text()
        case .outcome:
          _ = reader.peek()
          let start = reader.position
          let number = Int(try reader.integer(in: 0...UInt64(UInt8.max)))
          outcome = OperationCounts.Outcome(number: number)
          if outcome == nil { throw reader.expected("the number of an outcome", at: start) }
        case .count: count = try reader.integer()
        }
      }
      return (
        try fields.require(operation, .operation),
        try fields.require(outcome, .outcome),
        try fields.require(count, .count)
      )
    }
    var counts = OperationCounts()
    for (operation, outcome, count) in list { counts.add(count, of: operation, outcome) }
    return counts
  }
}
