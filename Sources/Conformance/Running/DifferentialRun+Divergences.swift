// SPDX-License-Identifier: MIT

import Cases
import Generation

extension DifferentialRun {
  /// Shrinks what was found; of divergences that turn out alike, the first
  /// stands for all.
  func shrink(
    _ findings: [ChunkResult.Finding]
  ) throws(RunError) -> [Divergence] {
    var divergences: [Divergence] = []
    var signatures: Set<String> = []
    for finding in findings {
      do {
        let divergence = try shrink(finding)
        if signatures.insert(divergence.signature).inserted {
          divergences.append(divergence)
        }
      } catch {
        throw .oracle(error)
      }
    }
    return divergences
  }

  private func shrink(
    _ finding: ChunkResult.Finding
  ) throws(OracleError) -> Divergence {
    let source = sources[finding.source]
    let original = source.vector(at: finding.index)
    var pair = try OraclePair(subject, reference)
    var shrinker = Shrinker(pair)
    let shrunk = try shrinker.shrink(original)
    let irrelevantInputs = try shrinker.irrelevantInputs(of: shrunk)
    try pair.decide(shrunk.batch)
    let (subject, reference) = (pair.subjectAnswers[0], pair.referenceAnswers[0])
    return Divergence(
      strategy: finding.strategy, index: source.firstIndex + finding.index,
      original: original, shrunk: shrunk, subject: subject, reference: reference,
      firstDifference: subject.firstDifference(from: reference, in: pair.judge.fields)
        ?? .result,
      irrelevantInputs: irrelevantInputs,
      replay: "\(replayCommand) \(source.replayArguments(forCase: finding.index))")
  }
}

// MARK: Histories

extension DifferentialRun {
  /// Shrinks the histories that were found, likewise.
  func shrinkHistories(
    _ findings: [ChunkResult.Finding]
  ) throws(RunError) -> [HistoryDivergence] {
    var divergences: [HistoryDivergence] = []
    var signatures: Set<String> = []
    for finding in findings {
      do {
        let divergence = try shrinkHistory(finding)
        if signatures.insert(divergence.signature).inserted {
          divergences.append(divergence)
        }
      } catch {
        throw .oracle(error)
      }
    }
    return divergences
  }

  private func shrinkHistory(
    _ finding: ChunkResult.Finding
  ) throws(OracleError) -> HistoryDivergence {
    let source = histories[finding.source - sources.count]
    var history = History()
    source.fill(&history, at: finding.index)
    let comparison = try Implementation.makeHistoryComparison(subject, reference)
    comparison.pin(&history.machine)
    let original = history.trace
    guard var shrinker = try HistoryShrinker(original, comparison) else {
      throw OracleError(
        "\(source.name): case \(source.firstIndex + finding.index): differs once, but not again")
    }
    let (shrunk, difference) = try shrinker.shrink()
    return HistoryDivergence(
      strategy: finding.strategy, index: source.firstIndex + finding.index,
      original: original, shrunk: shrunk,
      explanation: try comparison.explain(History(shrunk), until: difference),
      replay: "\(replayCommand) \(source.replayArguments(forCase: finding.index))")
  }
}
