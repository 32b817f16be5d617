// SPDX-License-Identifier: MIT

import Conformance
import LiveSystem

/// Turns a replay's decisions into vectors, each once.
final class LiveVectors {
  private var vectors: [DecisionVector] = []

  /// The vectors so far without their ids, of all captures.
  private var known: Set<[UInt8]> = []

  /// The snapshot of the last decision, and how many decisions it had.
  private var position = (snapshot: 0, count: 0)

  /// Takes a decision; anything else is left alone.
  func take(_ event: ReplayEvent, capture: String) {
    guard case .decision(let snapshot, let question, let state, let kernel) = event else { return }
    position = (snapshot, position.snapshot == snapshot ? position.count + 1 : 1)
    var vector = DecisionVector(
      id: "",
      policy: question.policy,
      state: state.keepingSections(around: question.range, of: question.groupID),
      query: .zone(
        range: question.range, onlineType: question.onlineType, nodeID: question.nodeID,
        groupID: question.groupID),
      expect: .zone(kernel.zone, kernel.nodeID))
    var json = JSONWriter()
    vector.write(to: &json)
    guard known.insert(json.bytes).inserted else { return }
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
