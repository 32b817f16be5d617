// SPDX-License-Identifier: MIT

import AutoMovable
import Generation
import OracleInterface

/// A comparison in which one or both implementations are libraries that judge
/// what others do: the C port goes through the history and tells them what
/// happens, and a machine on the other side goes through it too.
final class JudgedComparison<Other: Machine>: HistoryComparison {
  private let recording: RecordingMachine
  private let pair: MachinePair<Other, RecordingMachine>

  /// The libraries; `nil` stands for the machine, and at most one is `nil`.
  private let judges: (subject: (any HistoryJudge)?, reference: (any HistoryJudge)?)

  let kernel: KernelVersion?

  /// - Parameter kernels: The kernels of the libraries, as far as they say; the
  ///   first one's machines are played.
  init(
    _ machine: Other,
    _ judges: (subject: (any HistoryJudge)?, reference: (any HistoryJudge)?),
    kernels: [KernelVersion]
  ) throws(OracleError) {
    kernel = kernels.first
    recording = try RecordingMachine(kernels: kernels)
    pair = MachinePair(machine, recording)
    self.judges = judges
  }

  func compare(
    _ history: borrowing History, checksInvariants: Bool, _ tally: inout Tally
  ) throws(OracleError) -> HistoryVerdict {
    let verdict = try pair.compare(history, checksInvariants: checksInvariants, &tally)
    recording.addDefaults()
    let judgement = try judge()
    tally.judgedOperations &+= judgement.judgedOperations
    if !judgement.isAnswered, verdict.difference == nil { tally.declined &+= 1 }
    guard let event = judgement.event else { return verdict }
    // A default is boot's, whatever has happened since.
    let isDefault = recording.record.rest.contains(event)
    if isDefault, verdict.difference != nil { return verdict }
    let step = isDefault ? -1 : recording.record.step(ofEvent: event)
    // Up to there the machine is what the record is.
    if let difference = verdict.difference, difference.step < step { return verdict }
    return HistoryVerdict(
      digest: verdict.digest, difference: HistoryDifference(step: step, kind: .machines))
  }

  func explain(
    _ history: borrowing History, until difference: HistoryDifference
  ) throws(OracleError) -> HistoryExplanation {
    var explanation = try pair.explain(history, until: difference)
    if judges.subject != nil { explanation.swapSides() }
    recording.addDefaults()
    let outcomes = (
      subject: try outcomes(judges.subject), reference: try outcomes(judges.reference)
    )
    var events = Array(recording.record.events(ofStep: difference.step))
    if difference.step < 0 { events += recording.record.rest }
    for event in events where !outcomes.subject[event].agrees(with: outcomes.reference[event]) {
      explanation.add(
        outcomes.subject[event], outcomes.reference[event],
        of: recording.record.history.events[event], on: recording.port.geometry)
    }
    return explanation
  }
}

// MARK: Judging

extension JudgedComparison {
  private struct Judgement {
    /// The first event on which the sides disagree.
    var event: Int?
    /// The operations up to there that the libraries had a say in: all that
    /// happens in them, or is asked, is within their reach.
    var judgedOperations: UInt64 = 0
    /// Whether anything was within their reach.
    var isAnswered = false
  }

  private func judge() throws(OracleError) -> Judgement {
    let record = recording.record
    let subject = try outcomes(judges.subject)
    let reference = try outcomes(judges.reference)
    var judgement = Judgement()
    for step in -1..<record.ends.count - 1 {
      var (isAsked, isJudged) = (false, true)
      for event in record.events(ofStep: step) {
        let isBeyond =
          (judges.subject != nil && subject[event].isBeyond)
          || (judges.reference != nil && reference[event].isBeyond)
        if !isBeyond { judgement.isAnswered = true }
        if !record.history.events[event].isReading {
          isAsked = true
          if isBeyond { isJudged = false }
        }
        guard subject[event].agrees(with: reference[event]) else {
          judgement.event = event
          return judgement
        }
      }
      if step >= 0, isAsked, isJudged { judgement.judgedOperations += 1 }
    }
    judgement.event = record.rest.first { !subject[$0].agrees(with: reference[$0]) }
    return judgement
  }

  /// What a side says came of the recorded events.
  private func outcomes(
    _ judge: (any HistoryJudge)?
  ) throws(OracleError) -> [automovable_outcome] {
    let record = recording.record
    guard let judge else { return record.expected }
    return try judge.outcomes(of: record)
  }
}
