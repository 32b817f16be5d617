// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Generation

/// Two machines of known types, so that the way through a history is one loop
/// without indirection.
final class MachinePair<Subject: Machine, Reference: Machine>: HistoryComparison {
  // Booted in local copies: a step on a property of an object would copy the
  // machine each time.
  private let subject: Subject
  private let reference: Reference

  init(_ subject: Subject, _ reference: Reference) {
    self.subject = subject
    self.reference = reference
  }

  /// The most blocks of one operation that are compared after it.
  private static var maximumBlocks: UInt64 { 16 }

  func compare(
    _ history: borrowing History, checksInvariants: Bool, _ tally: inout Tally
  ) throws(OracleError) -> HistoryVerdict {
    var (subject, reference) = (subject, reference)
    let errors = Self.boot(&subject, &reference, history.machine)
    var ledger: MachineLedger?
    var digest = StateDigest()
    func difference(_ step: Int, _ kind: HistoryDifference.Kind) -> HistoryVerdict {
      HistoryVerdict(
        digest: digest.value, difference: HistoryDifference(step: step, kind: kind))
    }

    switch errors {
    case (nil, nil): break
    case (.some, .some): return HistoryVerdict(digest: digest.value, difference: nil)
    case (nil, _), (_, nil): return difference(-1, .boot)
    }
    guard subject.hasSameCounters(as: &reference) else { return difference(-1, .machines) }
    if checksInvariants {
      let booted = MachineLedger(history.machine, subject.snapshot())
      if let invariant = booted.brokenInvariant(subject.snapshot()) {
        return difference(-1, .invariant(invariant))
      }
      ledger = booted
    }

    let blockPages = history.machine.blockPages
    let geometry = history.machine.geometry
    let operations = history.operations.span
    for step in operations.indices {
      // One copy of the operation rather than one for each use.
      let operation = operations[step]
      let result = subject.apply(operation)
      let other = reference.apply(operation)
      digest.add(result)
      tally.count(result)
      let blocks = operation.blocks(ofPages: blockPages, in: geometry)
      var otherDigest = digest
      if !blocks.isEmpty {
        let first = blocks.prefix(Self.maximumBlocks)
        subject.addBlocks(first, to: &digest)
        reference.addBlocks(first, to: &otherDigest)
      }
      guard result.isSame(as: other), digest == otherDigest,
        subject.sideEffects == reference.sideEffects,
        subject.hasSameCounters(as: &reference)
      else {
        return difference(step, .machines)
      }
      guard checksInvariants else { continue }
      ledger?.update(blocks, after: operation, of: subject)
      if let invariant = ledger?.brokenInvariant(subject.snapshot()) {
        return difference(step, .invariant(invariant))
      }
    }
    // What the counters were on the way, the last ones tell.
    subject.addCounters(to: &digest)
    return HistoryVerdict(digest: digest.value, difference: nil)
  }

  /// Boots both machines, and says why they can't be, as far as they say.
  private static func boot(
    _ subject: inout Subject, _ reference: inout Reference, _ machine: TraceMachine
  ) -> (subject: OracleError?, reference: OracleError?) {
    var errors: (subject: OracleError?, reference: OracleError?)
    do { try subject.boot(machine) } catch { errors.subject = error }
    do { try reference.boot(machine) } catch { errors.reference = error }
    return errors
  }

  func explain(
    _ history: borrowing History, until difference: HistoryDifference
  ) throws(OracleError) -> HistoryExplanation {
    var (subject, reference) = (subject, reference)
    var explanation = HistoryExplanation(difference)
    explanation.bootErrors = Self.boot(&subject, &reference, history.machine)
    guard difference.kind != .boot else { return explanation }
    guard difference.step >= 0 else {
      explanation.subject = subject.snapshot()
      explanation.reference = reference.snapshot()
      return explanation
    }
    for step in 0...difference.step {
      explanation.results.append(
        (
          subject.apply(history.operations[step]),
          reference.apply(history.operations[step])
        ))
    }
    explanation.subject = subject.snapshot()
    explanation.reference = reference.snapshot()
    explanation.sideEffects = (subject.sideEffects, reference.sideEffects)
    let blocks = history.operations[difference.step].blocks(
      ofPages: history.machine.blockPages)
    for id in blocks.prefix(Self.maximumBlocks) {
      let id = MemoryBlockID(id)
      let (left, right) = (subject.block(id), reference.block(id))
      if left != right { explanation.blocks.append((id, left, right)) }
    }
    return explanation
  }
}

extension Range<UInt64> {
  fileprivate func prefix(_ length: UInt64) -> Range<UInt64> {
    lowerBound..<lowerBound + Swift.min(upperBound - lowerBound, length)
  }
}
