// SPDX-License-Identifier: MIT

import AutoMovable
import CaseSupport
import PlantedMistakes
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation

@Suite("Shrinking")
struct ShrinkerTests {
  /// Mistakes of every part of the policy.
  private static let mutants: [Mutant] = [
    .unpopulatedZonesCounted, .cmaNotSubtracted, .requirementRatioUnsigned,
    .requirementProductWide, .targetNotExcluded, .nodeFilterDropped,
    .requirementEqualityAllowed, .limitEqualityRefused, .limitRatioSigned,
    .limitComparedSigned, .staticRestToZeroAtMost, .unitOnlineNotSubtracted,
    .unitKernelExitAtBlock, .refusedLookupAtBlock, .nodePassDropped, .contigMovableWins,
    .rangeEndWide,
  ]

  private func divergence(_ mutant: Mutant, seed: UInt64 = 3) async throws -> Divergence {
    var run = DifferentialRun(
      subject: .planted(mutant), reference: .c,
      sources: [RandomCases(seed: seed, size: 100_000)])
    run.maxDivergences = 1
    return try #require(try await run.run().divergences.first)
  }

  private func shrinker(_ mutant: Mutant) throws -> Shrinker {
    Shrinker(try OraclePair(.planted(mutant), .c))
  }

  @Test("A shrunk case diverges, costs less and can't be shrunk again", arguments: mutants)
  func fixedPoint(_ mutant: Mutant) async throws {
    let divergence = try await divergence(mutant)
    var shrinker = try shrinker(mutant)
    #expect(try shrinker.diverges(divergence.original))
    #expect(try shrinker.diverges(divergence.shrunk))
    #expect(divergence.shrunk.cost <= divergence.original.cost)
    let again = try shrinker.shrink(divergence.shrunk)
    #expect(again.line == divergence.shrunk.line)
  }

  @Test("A shrunk case is a vector that can be read, and means the same", arguments: mutants)
  func validity(_ mutant: Mutant) async throws {
    let divergence = try await divergence(mutant)
    for vector in [divergence.original, divergence.shrunk] {
      let read = try VectorLine(vector.line).decoded
      #expect(read.line == vector.line)
      var shrinker = try shrinker(mutant)
      #expect(try shrinker.diverges(read), "\(vector.line)")
    }
  }

  @Test("The case that the replay command names is the one", arguments: mutants)
  func replay(_ mutant: Mutant) async throws {
    let divergence = try await divergence(mutant)
    let match = try #require(
      divergence.replay.wholeMatch(
        of: /automovable diff --seed (\d+) --strategy (.+) --case (\d+)/))
    let seed = try #require(UInt64(match.1))
    #expect(match.2 == "mixed")
    let index = try #require(UInt64(match.3))
    #expect(index == divergence.index)
    // The command doesn't know how many cases there were.
    let single = try #require(SingleCase(index, of: RandomCases(seed: seed, size: 1 << 60)))
    var run = DifferentialRun(subject: .planted(mutant), reference: .c, sources: [single])
    run.maxDivergences = 1
    let again = try #require(try await run.run().divergences.first)
    #expect(again.shrunk.line == divergence.shrunk.line)
    #expect(again.index == index)
    #expect(again.kind.signature == divergence.kind.signature)
    #expect(again.irrelevantInputs == divergence.irrelevantInputs)
    #expect(again.replay == divergence.replay)
  }

  @Test("A case that doesn't diverge stays as it is")
  func noDivergence() throws {
    let cases = RandomCases(seed: 1, size: 1_600)
    var shrinker = Shrinker(try OraclePair(.swift, .c))
    for index in stride(from: 0, to: cases.size, by: 160) {
      let vector = cases.vector(at: index)
      #expect(try !shrinker.diverges(vector))
      #expect(try shrinker.shrink(vector).line == vector.line)
    }
  }

  @Test("What always diverges shrinks to nothing", arguments: RandomCases.strategies)
  func everythingDiverges(_ strategy: Strategy) throws {
    let wrong = Implementation(name: "wrong", origin: "Tests") { () throws(OracleError) in
      AnsweringOracle { _ in 7 }
    }
    for seed: UInt64 in 1...5 {
      let vector = RandomCases(seed: seed, strategy: strategy, size: 1).vector(at: 0)
      var shrinker = Shrinker(try OraclePair(wrong, .c))
      let shrunk = try shrinker.shrink(vector)
      #expect(shrunk.state.nodes.isEmpty && shrunk.state.groups.groups.isEmpty)
      #expect(shrunk.state.sections.isEmpty && shrunk.query.groupID == nil)
      #expect(shrunk.cost < 200, "\(shrunk.line)")
    }
  }

  @Test("It ends whatever diverges, and with a case that does", arguments: RandomCases.strategies)
  func anythingDiverges(_ strategy: Strategy) throws {
    // One case in two diverges, by the digest of its text.
    let calls = Counter()
    let erratic = Implementation(name: "erratic", origin: "Tests") { () throws(OracleError) in
      AnsweringOracle { batch in
        calls.count += 1
        return Self.digest(batch) & 1 == 0 ? 7 : nil
      }
    }
    for seed: UInt64 in 1...3 {
      let cases = RandomCases(seed: seed, strategy: strategy, size: 100)
      var shrinker = Shrinker(try OraclePair(erratic, .swift))
      let index = try #require(
        try (0..<cases.size).first { try shrinker.diverges(cases.vector(at: $0)) })
      calls.count = 0
      let shrunk = try shrinker.shrink(cases.vector(at: index))
      #expect(calls.count <= 60_000)
      #expect(Self.digest(shrunk.batch) & 1 == 0)
      #expect(try VectorLine(shrunk.line).decoded.line == shrunk.line)
    }
  }

  private static func digest(_ batch: borrowing CaseBatch) -> UInt64 {
    batch.vector(at: 0, id: "").line.utf8.reduce(0) { SplitMix64.mix($0 ^ UInt64($1)) }
  }
}

/// How often something happened; used on one thread.
private final class Counter: @unchecked Sendable {
  var count = 0
}

/// The Swift core with wrong results where wanted.
private final class AnsweringOracle: Oracle {
  private let core = SwiftOracle()
  private let wrongResult: (borrowing CaseBatch) -> UInt64?

  init(_ wrongResult: @escaping (borrowing CaseBatch) -> UInt64?) {
    self.wrongResult = wrongResult
  }

  func decide(
    _ batch: borrowing CaseBatch, into answers: inout MutableSpan<DecisionAnswer>
  ) throws(OracleError) {
    try core.decide(batch, into: &answers)
    if let result = wrongResult(batch) {
      for index in answers.indices { answers[index][.result] = result }
    }
  }
}
