// SPDX-License-Identifier: MIT

import Cases
public import Conformance
public import SystemPackage
public import TextFiles

/// The file that a run keeps its checkpoint in.
public struct CheckpointFile: Sendable {
  /// Where it is.
  public let path: FilePath

  /// A digest of the libraries that are compared: a run can't go on with another
  /// one, whatever its name.
  private let libraries: UInt64

  /// Names a file; it needn't be there.
  ///
  /// - Parameter libraries: A digest of the files that implementations are in.
  public init(_ path: FilePath, libraries: UInt64) {
    self.path = path
    self.libraries = libraries
  }
}

extension CheckpointFile {
  /// Reads the checkpoint of a run, or gives `nil` if there is none yet.
  ///
  /// - Throws: If the file can't be read, is something else, or of other libraries.
  public func read() throws(InputError) -> RunCheckpoint? {
    try document()?.decode { reader throws(JSONError) in
      try CheckpointDecoder(libraries: libraries).decode(&reader)
    }
  }

  /// Reads the checkpoint of an exploration, or gives `nil` if there is none yet.
  ///
  /// - Throws: If the file can't be read, or is something else.
  public func readExploration() throws(InputError) -> ExplorationCheckpoint? {
    try document()?.decode { reader throws(JSONError) in
      try ExplorationCheckpointDecoder().decode(&reader)
    }
  }

  private func document() throws(InputError) -> JSONDocument? {
    guard let type = try? path.stat().type else { return nil }
    guard type == .regular else {
      throw InputError(file: path.string, message: "expected a file to keep a checkpoint in")
    }
    return try JSONDocument(path: path)
  }

  /// Tries whether a checkpoint could be written.
  public func check() throws(CheckpointError) {
    do throws(Errno) {
      try WholeFile.check(path)
    } catch {
      throw .cannotWrite(file: path.string, reason: error.description)
    }
  }

  /// Writes a checkpoint in place of the one before, which is there until the new
  /// one is whole.
  public func write(_ checkpoint: RunCheckpoint) throws(CheckpointError) {
    try write(text(of: checkpoint))
  }

  /// Writes a checkpoint of an exploration in the same way.
  public func write(_ checkpoint: ExplorationCheckpoint) throws(CheckpointError) {
    try write(ExplorationCheckpointDecoder.text(of: checkpoint))
  }

  private func write(_ text: [UInt8]) throws(CheckpointError) {
    do throws(Errno) {
      try WholeFile.write(text, to: path, isDurable: true)
    } catch {
      throw .cannotWrite(file: path.string, reason: error.description)
    }
  }

  /// Takes the file away, for the run is done.
  public func remove() { path.unlink() }

  private func text(of checkpoint: RunCheckpoint) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field("schema", CheckpointDecoder.schema)
    json.field("version", checkpoint.version)
    json.field("seed", checkpoint.seed)
    json.field("run", checkpoint.identity.hexadecimal)
    json.field("libraries", libraries.hexadecimal)
    json.write(shard: checkpoint.shard)
    json.field("timed", checkpoint.takesTurns)
    json.field("chunks", UInt64(clamping: checkpoint.chunkCount))
    json.field("elapsed_ns", checkpoint.elapsed.nanoseconds)
    json.field("checksum", checkpoint.checksum.hexadecimal)
    json.beginLine()
    json.name("cases")
    json.beginList()
    for cases in checkpoint.casesBySource { json.value(cases) }
    json.endList()
    json.beginLine()
    json.name("strategies")
    json.beginList()
    for (strategy, tally) in checkpoint.tallies.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      json.beginLine()
      json.write(strategy, tally, isJudged: true)
    }
    json.endList()
    json.beginLine()
    json.name("kinds")
    json.beginList()
    for kind in checkpoint.kinds {
      json.beginLine()
      json.beginObject()
      json.field("signature", kind.signature)
      json.field("divergent_cases", kind.caseCount)
      json.field("source", UInt64(clamping: kind.source))
      json.field("strategy", kind.strategy.name)
      json.field("case", kind.index)
      json.endObject()
    }
    json.endList()
    json.endSealedObject()
    return json.bytes
  }
}
