// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Generation

extension ExplorationReport {
  /// Adds what came of some boot states, in their order, whoever was done first.
  mutating func add(
    _ outcomes: [Int: Result<BootOutcome, RunError>], of indices: [Int],
    _ boots: [ExploredBoot], _ properties: [any ExploredProperty], _ control: RunControl,
    _ subject: Implementation, _ reference: Implementation
  ) throws(RunError) {
    self.boots += indices.count
    var results = properties.map { Property(property: $0) }
    var violations: [Int: (boot: Int, operations: [TraceOperation], words: String)] = [:]
    var differences: [(boot: Int, outcome: BootOutcome)] = []
    for index in indices {
      guard let result = outcomes[index] else { continue }
      let outcome = try result.get()
      states &+= outcome.states
      steps &+= outcome.steps
      depth = max(depth, outcome.depth)
      counts.add(outcome.counts)
      switch outcome.end {
      case .complete: completeBoots += 1
      case .found: if outcome.difference == nil { completeBoots += 1 }
      case .memory: stop = stop ?? .memory
      case .stopped: stop = .interrupted
      }
      if outcome.difference != nil { differences.append((index, outcome)) }
      for position in results.indices {
        results[position].boots += 1
        results[position].states &+= outcome.states
        results[position].steps &+= outcome.steps
        guard let found = outcome.violations[position] else { continue }
        // Of equally short ones, that of the first boot state.
        if violations[position].map({ found.operations.count < $0.operations.count }) ?? true {
          violations[position] = (index, found.operations, found.words)
        }
      }
    }
    if control.isStopRequested, outcomes.count < indices.count { stop = .interrupted }
    do {
      for (position, found) in violations {
        results[position].violation = Property.Violation(
          boot: found.boot, trace: try trace(boots[found.boot].machine, found.operations, subject),
          words: found.words)
      }
      try add(differences, boots, subject, reference)
    } catch {
      throw .oracle(error)
    }
    self.properties += results
  }

  /// A history with what an implementation's machine gives in it.
  private func trace(
    _ machine: TraceMachine, _ operations: [TraceOperation], _ implementation: Implementation
  ) throws(OracleError) -> Trace {
    var player = try implementation.makeMachine()
    try player.boot(machine)
    return Trace(
      machine: machine,
      steps: operations.map { TraceStep($0, expect: TraceExpectation(player.apply($0))) })
  }

  /// Adds divergences: of each kind the one with the fewest operations.
  private mutating func add(
    _ differences: [(boot: Int, outcome: BootOutcome)], _ boots: [ExploredBoot],
    _ subject: Implementation, _ reference: Implementation
  ) throws(OracleError) {
    var kinds: [(kind: HistoryDivergenceKind, count: UInt64, found: Found)] = []
    for (boot, outcome) in differences {
      guard let difference = outcome.difference else { continue }
      let found = try Found(
        boot: boot, boots[boot], difference.kind, difference.operations, subject, reference)
      let kind = HistoryDivergenceKind(found.explanation, of: difference.operations.last)
      if let index = kinds.firstIndex(where: { $0.kind == kind }) {
        kinds[index].count += 1
        if found.trace.steps.count < kinds[index].found.trace.steps.count {
          kinds[index].found = found
        }
      } else {
        kinds.append((kind, 1, found))
      }
    }
    kinds.sort { $0.found.trace.steps.count < $1.found.trace.steps.count }
    for (kind, count, found) in kinds {
      divergences.append(
        HistoryDivergence(
          kind: kind, caseCount: count, source: 0, strategy: nil, index: UInt64(found.boot),
          original: found.trace, shrunk: found.trace, results: found.explanation.results,
          differences: found.explanation.differences,
          replay: "automovable explore --scope \(scope.name)"))
    }
  }
}

/// A shortest history to a divergence.
private struct Found {
  let boot: Int
  let trace: Trace
  let explanation: HistoryExplanation

  init(
    boot: Int, _ explored: ExploredBoot, _ kind: HistoryDifference.Kind,
    _ operations: [TraceOperation], _ subject: Implementation, _ reference: Implementation
  ) throws(OracleError) {
    self.boot = boot
    trace = Trace(machine: explored.machine, steps: operations.map { TraceStep($0) })
    let comparison = try Implementation.makeHistoryComparison(subject, reference)
    var explanation = try comparison.explain(
      History(trace), until: HistoryDifference(step: operations.count - 1, kind: kind))
    if explanation.differences.isEmpty,
      explanation.results.last.map({ $0.subject == $0.reference }) ?? true
    {
      explanation.judged = try Self.hiddenDifferences(
        explored, operations, subject, reference)
    }
    self.explanation = explanation
  }

  /// What differs of what no operation and no counter tells.
  private static func hiddenDifferences(
    _ boot: ExploredBoot, _ operations: [TraceOperation], _ subject: Implementation,
    _ reference: Implementation
  ) throws(OracleError) -> [StateDifference] {
    guard let left = try subject.makeMachine() as? any ExplorableMachine,
      let right = try reference.makeMachine() as? any ExplorableMachine
    else { return [] }
    return try image(left, boot, operations).differences(
      from: image(right, boot, operations)
    ).map {
      StateDifference(place: $0.part, kind: "words", subject: $0.left, reference: $0.right)
    }
  }

  private static func image(
    _ machine: some ExplorableMachine, _ boot: ExploredBoot, _ operations: [TraceOperation]
  ) throws(OracleError) -> StateImage {
    var machine = machine
    try machine.boot(boot.machine)
    for operation in operations { _ = machine.apply(operation) }
    var image = StateImage(keepsParts: true)
    machine.write(&image, blocks: boot.blocks)
    return image
  }
}
