// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Conformance

extension DiffCommand {
  /// Says which implementations decline all cases of a geometry.
  func tellDeclined(by implementations: [Implementation]) throws(OracleError) {
    let watch = LibraryWatch(implementations.map(\.name))
    for implementation in implementations {
      for geometry in geometry.geometries {
        let isDeclined = try watch.call { () throws(OracleError) in
          try declines(implementation, geometry)
        }
        guard isDeclined else { continue }
        StandardError.print(
          "\(implementation.name): declines all cases of the geometry \(geometry.text)\(hint)")
      }
    }
  }

  /// What to try if nobody has chosen a geometry.
  private var hint: String {
    geometry == .only(.x86_64) ? "; --geometry chooses another" : ""
  }

  private func declines(
    _ implementation: Implementation, _ geometry: Geometry
  ) throws(OracleError) -> Bool {
    let batch = CaseBatch(
      state: MemoryState(geometry: geometry),
      queries: [.canOnlineMovable(pages: 0, groupID: nil, scope: .system)])
    var answers = [DecisionAnswer()]
    var span = answers.mutableSpan
    try implementation.makeOracle().decide(batch, into: &span)
    return answers[0].isDeclined
  }
}
