// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Conformance
import LiveSystem
import TextFiles

/// Turns a replay's decisions into vectors, each once.
final class LiveVectors {
  private var vectors: [DecisionVector] = []

  /// What makes each of the vectors so far different, of all captures.
  private var known: Set<[UInt8]> = []

  /// The snapshot of the last decision, and how many decisions it had.
  private var position = (snapshot: 0, count: 0)

  /// Takes a decision and the state in which it was made; anything else is left
  /// alone.
  func take(_ event: ReplayEvent, _ state: MemoryState, capture: String) {
    guard case .decision(let snapshot, let question, let kernel) = event else { return }
    position = (snapshot, position.snapshot == snapshot ? position.count + 1 : 1)
    var vector = DecisionVector(
      id: "",
      policy: question.policy,
      state: state.keepingSections(around: question.range, of: question.groupID),
      query: .zone(
        range: question.range, onlineType: question.onlineType, nodeID: question.nodeID,
        groupID: question.groupID),
      expect: .zone(kernel.zone, kernel.nodeID))
    guard known.insert(vector.essence).inserted else { return }
    vector.id = "\(capture)-\(snapshot)-\(position.count)"
    vectors.append(vector)
  }

  /// Hands over the vectors since the last time.
  func removeAll() -> [DecisionVector] {
    defer {
      vectors = []
      position = (0, 0)
    }
    return vectors
  }
}

extension DecisionVector {
  /// The vector without what makes no difference: where a block of a DIMM lies,
  /// if all that is asked about is above the zones that end at 4 GiB.
  fileprivate var essence: [UInt8] {
    let dma32End: UInt64 = 1 << 20
    var vector = self
    if case .zone(var range, let onlineType, let nodeID, let groupID) = query,
      range.startPFN > dma32End, state.sections.isEmpty,
      groupID.flatMap({ state.groups[$0]?.isDynamic }) != true,
      policy.onlinePolicy == .autoMovable || onlineType != .online
    {
      range.startPFN = dma32End
      vector.query = .zone(
        range: range, onlineType: onlineType, nodeID: nodeID, groupID: groupID)
    }
    var json = JSONWriter()
    vector.write(to: &json)
    return json.bytes
  }
}

extension MemoryState {
  /// The state with only those online sections that a decision about a group's
  /// memory could mistake for its own: the aligned unit that the memory is in
  /// and the units beside it.
  ///
  /// Nothing else looks at sections, so the decision is the same; a file of
  /// vectors is a tenth of the size.
  fileprivate func keepingSections(around range: PageRange, of groupID: MemoryGroupID?)
    -> MemoryState
  {
    var state = self
    guard let groupID, let group = groups[groupID],
      case .dynamic(let unitPages) = group.kind
    else {
      state.sections = []
      return state
    }
    let unit = (unitPages / Geometry.x86_64.pagesPerSection).clamped(
      to: 1...Geometry.x86_64.sectionCount)
    let section = range.startPFN / Geometry.x86_64.pagesPerSection
    let start = section & ~(unit - 1)
    let lower = start - min(unit, start)
    let upper = start + 2 * unit
    state.sections = sections.compactMap { run in
      let first = max(run.firstSection, lower)
      let end = min(run.endSection, upper)
      guard first < end else { return nil }
      return SectionRun(
        firstSection: first, sectionCount: end - first, zone: run.zone, nodeID: run.nodeID)
    }
    return state
  }
}

extension UInt64 {
  fileprivate func clamped(to limits: ClosedRange<UInt64>) -> UInt64 {
    Swift.min(Swift.max(self, limits.lowerBound), limits.upperBound)
  }
}
