// SPDX-License-Identifier: MIT

import Cases
import Generation

extension DifferentialRun {
  /// Shrinks the first case of each kind.
  func shrink(
    _ kinds: FoundKinds, _ inHand: WorkInHand
  ) throws(RunError) -> (decisions: [Divergence], histories: [HistoryDivergence]) {
    var decisions: [Divergence] = []
    var histories: [HistoryDivergence] = []
    defer { inHand.end() }
    for entry in kinds.entries {
      inHand.begin(source: entry.first.source)
      inHand.ask(about: entry.first.index / series[entry.first.source].casesPerBatch)
      do {
        switch entry.kind {
        case .decision: decisions.append(try shrink(entry.first, entry.caseCount, inHand))
        case .history(let kind):
          histories.append(try shrink(entry.first, kind, entry.caseCount, inHand))
        }
      } catch {
        throw .oracle(error)
      }
    }
    return (decisions, histories)
  }

  private func shrink(
    _ finding: FoundKinds.Finding, _ caseCount: UInt64, _ inHand: WorkInHand
  ) throws(OracleError) -> Divergence {
    let source = sources[finding.source]
    let original = source.vector(at: finding.index)
    var pair = try OraclePair(subject, reference, isLimited: true)
    var shrinker = Shrinker(pair, inHand)
    let shrunk = try shrinker.shrink(original)
    let irrelevantInputs = try shrinker.irrelevantInputs(of: shrunk)
    try pair.decide(shrunk.batch)
    let (subject, reference) = (pair.subjectAnswers[0], pair.referenceAnswers[0])
    return Divergence(
      source: finding.source, strategy: finding.strategy,
      index: source.firstIndex + finding.index, caseCount: caseCount, original: original,
      shrunk: shrunk, subject: subject,
      reference: reference, fields: pair.judge.fields,
      firstDifference: subject.firstDifference(from: reference, in: pair.judge.fields)
        ?? .result,
      irrelevantInputs: irrelevantInputs,
      replay: "\(replayCommand) \(source.replayArguments(forCase: finding.index))")
  }

  private func shrink(
    _ finding: FoundKinds.Finding, _ kind: HistoryDivergenceKind, _ caseCount: UInt64,
    _ inHand: WorkInHand
  ) throws(OracleError) -> HistoryDivergence {
    let source = histories[finding.source - sources.count]
    var history = History()
    source.fill(&history, at: finding.index)
    let comparison = try Implementation.makeHistoryComparison(subject, reference)
    comparison.pin(&history.machine)
    let original = history.trace
    guard var shrinker = try HistoryShrinker(original, comparison, keeping: kind, inHand) else {
      throw OracleError(
        "\(source.name): case \(source.firstIndex + finding.index): differs once, but not again")
    }
    let (shrunk, difference) = try shrinker.shrink()
    let explanation = try comparison.explain(History(shrunk), until: difference)
    return HistoryDivergence(
      kind: kind, caseCount: caseCount, source: finding.source, strategy: finding.strategy,
      index: source.firstIndex + finding.index, original: original, shrunk: shrunk,
      results: explanation.results, differences: explanation.differences,
      replay: "\(replayCommand) \(source.replayArguments(forCase: finding.index))")
  }
}
