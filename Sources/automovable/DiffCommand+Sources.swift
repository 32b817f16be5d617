// SPDX-License-Identifier: MIT

import ArgumentParser
import Cases
import Conformance
import Generation

extension DiffCommand {
  /// The sources of single decisions.
  func makeSources() throws -> [any CaseSource] {
    var sources: [any CaseSource] = []
    if strategy.isEmpty || strategy.contains(.only(.vectors)) {
      sources += try files.map { try VectorCases.read($0) }
    }
    let names: [SourceName] =
      strategy.isEmpty
      ? [.only(.exhaustiveRatio), .only(.exhaustiveZone), .mixed] : strategy
    for geometry in geometry.geometries {
      sources += names.filter { $0.strategy != .vectors }.map {
        $0.decisions(seed: seed, size: randomSize, geometry: geometry)
      }
    }
    guard let singleCase else { return sources }
    guard sources.count == 1, let source = SingleCase(singleCase, of: sources[0])
    else { throw noSuchCase(singleCase, of: sources.first?.size ?? 0) }
    return [source]
  }

  /// The sources of histories.
  ///
  /// - Parameter isJudged: Whether libraries judge what happens, and so nobody
  ///   boots a machine of theirs.
  func makeHistories(isJudged: Bool) throws -> [HistoryCases] {
    let names: [SourceName] = strategy.isEmpty ? [.mixed] : strategy
    let histories = geometry.geometries.flatMap { geometry in
      names.map { name in
        HistoryCases(
          seed: seed, strategy: name.strategy, size: randomSize, geometry: geometry)
      }
    }
    guard let singleCase else {
      guard strategy.isEmpty, !isJudged else { return histories }
      return histories + [
        HistoryCases(seed: seed, strategy: .oddBoots, size: max(randomSize / 16, 1))
      ]
    }
    guard histories.count == 1, let history = histories[0].only(singleCase)
    else { throw noSuchCase(singleCase, of: histories[0].size) }
    return [history]
  }

  private func noSuchCase(_ index: UInt64, of size: UInt64) -> ValidationError {
    ValidationError("--case: expected less than \(size), found \(index)")
  }

  /// The cases of a random source; as good as endless where time ends the run
  /// or one case is picked.
  private var randomSize: UInt64 {
    let endless = CaseCount.maximum
    if singleCase != nil { return endless }
    return cases ?? (time == nil ? kind.defaultCases : endless)
  }
}
