// SPDX-License-Identifier: MIT

import OracleInterface

extension SharedLibraryOracle: HistoryJudge {
  func replay(
    _ history: borrowing InterfaceHistory, eventCount: Int
  ) throws(OracleError) -> EventOutcomes {
    var outcomes: [automovable_outcome] = []
    let status = replay(history, eventCount: eventCount, into: &outcomes)
    guard status == 0 else {
      throw OracleError("\(library.path): automovable_oracle_replay() returned \(status)")
    }
    return .all(outcomes)
  }

  /// Goes through a history; returns what the library returns.
  ///
  /// - Parameter outcomes: Made as many as there are events.
  func replay(
    _ history: borrowing InterfaceHistory, eventCount: Int,
    into outcomes: inout [automovable_outcome]
  ) -> Int32 {
    // Who asks has seen that the function is there.
    guard let replay = unsafe library.replay else { return -1 }
    outcomes.removeAll(keepingCapacity: true)
    outcomes.append(contentsOf: repeatElement(automovable_outcome(), count: eventCount))
    guard use(history.machine.geometry) else {
      for index in outcomes.indices { outcomes[index].result = .min }
      return 0
    }
    let oracle = unsafe oracle
    return unsafe outcomes.withUnsafeMutableBufferPointer { outcomes in
      unsafe history.withPointers(eventCount: eventCount) { history in
        unsafe replay(oracle, history, outcomes.baseAddress)
      }
    }
  }
}
