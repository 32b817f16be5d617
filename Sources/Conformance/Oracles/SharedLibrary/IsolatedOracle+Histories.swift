// SPDX-License-Identifier: MIT

import OracleInterface

extension IsolatedOracle: HistoryJudge {
  func replay(
    _ history: borrowing InterfaceHistory, eventCount: Int
  ) throws(OracleError) -> HistoryOutcomes {
    let reply: [UInt8]
    do {
      reply = try exchange(
        LibraryRequest.replay.bytes + history.bytes(eventCount: eventCount),
        replyCount: 8 + eventCount * MemoryLayout<automovable_outcome>.stride)
    } catch {
      let problem: String
      switch error {
      case .process(.ended(let signal)) where signal != 0:
        return .crashed(signal: signal)
      case .process(.ended): problem = "ended its process"
      case .process(.hung):
        problem = "no answer within \(LibraryProcess.patience.components.seconds) s"
      case .start(let error): throw OracleError("\(error)")
      case .status(let status):
        problem = "automovable_oracle_replay() returned \(status)"
      }
      throw OracleError("\(library.path): \(problem)")
    }
    var offset = 8
    return .all(reply.values(eventCount, at: &offset))
  }
}
