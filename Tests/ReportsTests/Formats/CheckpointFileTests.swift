// SPDX-License-Identifier: MIT

import Cases
import Conformance
import Foundation
import Reports
import SystemPackage
import TestSupport
import Testing

/// What a run keeps of itself, and whether it is noticed if somebody changes it.
@Suite("Checkpoints")
struct CheckpointFileTests {
  private static func write(_ file: CheckpointFile, isExploration: Bool) throws {
    if isExploration {
      var counts = OperationCounts()
      counts.add(41, of: "add_memory", .done)
      try file.write(
        ExplorationCheckpoint(
          version: "1", identity: 2, shard: .whole, elapsed: .seconds(3),
          boots: [.init(part: 0, index: 0, states: 7, steps: 41, depth: 2, counts: counts)]))
    } else {
      try file.write(
        RunCheckpoint(
          version: "1", seed: 1, identity: 2, shard: .whole, takesTurns: false, chunkCount: 7,
          elapsed: .seconds(3), casesBySource: [112], tallies: [:], checksum: 41, kinds: []))
    }
  }

  private static func chunks(_ file: CheckpointFile, isExploration: Bool) throws -> Int? {
    isExploration ? try file.readExploration()?.boots.count : try file.read()?.chunkCount
  }

  @Test("One that was changed is refused, whatever it says", arguments: [false, true])
  func changes(_ isExploration: Bool) throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "checkpoint").path
    let file = CheckpointFile(FilePath(path), libraries: 0)
    try Self.write(file, isExploration: isExploration)
    let count = isExploration ? 1 : 7
    #expect(try Self.chunks(file, isExploration: isExploration) == count)
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    // Every digit, the digest's among them, in turn.
    for place in bytes.indices where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place])
    {
      var changed = bytes
      changed[place] ^= 1
      try Data(changed).write(to: URL(filePath: path))
      #expect(throws: (any Error).self) {
        try Self.chunks(file, isExploration: isExploration)
      }
    }
    // Nor is anything to come behind the digest.
    let text = String(decoding: bytes, as: UTF8.self)
    try text.replacing("}\n", with: ",\"seed\":1}\n").write(
      toFile: path, atomically: false, encoding: .utf8)
    #expect(throws: (any Error).self) { try Self.chunks(file, isExploration: isExploration) }
  }
}
