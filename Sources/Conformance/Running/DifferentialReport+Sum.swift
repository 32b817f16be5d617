// SPDX-License-Identifier: MIT

import Cases

extension DifferentialReport {
  /// Adds the report of another part of the same run.
  mutating func add(_ other: DifferentialReport) {
    for (strategy, tally) in other.tallies { tallies[strategy, default: Tally()].add(tally) }
    for (position, source) in other.sources.enumerated() {
      sources[position].cases &+= source.cases
      // Parts that overlap would be more than the whole, however large that is.
      let (sum, overflows) = sources[position].declaredCases
        .addingReportingOverflow(source.declaredCases)
      sources[position].declaredCases = overflows ? .max : sum
    }
    checksum &+= other.checksum
    for divergence in other.divergences { add(divergence) }
    for divergence in other.historyDivergences { add(divergence) }
    // Fewer cases than declared were run if either was stopped; kinds are what is
    // told of first.
    if stop == nil || other.stop == .maxDivergences { stop = other.stop ?? stop }
    // Parts are run side by side.
    elapsed = max(elapsed, other.elapsed)
    jobs += min(other.jobs, Int(Int32.max))
  }

  /// Brings divergences into the order in which one part would have found them.
  mutating func sortDivergences() {
    divergences.sort { ($0.source, $0.index) < ($1.source, $1.index) }
    historyDivergences.sort { ($0.source, $0.index) < ($1.source, $1.index) }
  }

  private mutating func add(_ divergence: Divergence) {
    guard let place = divergences.firstIndex(where: { $0.kind == divergence.kind }) else {
      divergences.append(divergence)
      return
    }
    let known = divergences[place]
    let isFirst = (divergence.source, divergence.index) < (known.source, known.index)
    divergences[place] = isFirst ? divergence : known
    divergences[place].caseCount = known.caseCount &+ divergence.caseCount
  }

  private mutating func add(_ divergence: HistoryDivergence) {
    guard let place = historyDivergences.firstIndex(where: { $0.kind == divergence.kind }) else {
      historyDivergences.append(divergence)
      return
    }
    let known = historyDivergences[place]
    let isFirst = (divergence.source, divergence.index) < (known.source, known.index)
    historyDivergences[place] = isFirst ? divergence : known
    historyDivergences[place].caseCount = known.caseCount &+ divergence.caseCount
  }
}
