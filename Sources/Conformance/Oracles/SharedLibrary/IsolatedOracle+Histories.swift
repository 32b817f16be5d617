// SPDX-License-Identifier: MIT

import OracleInterface

extension IsolatedOracle: HistoryJudge {
  func replay(
    _ history: borrowing InterfaceHistory, eventCount: Int
  ) throws(OracleError) -> EventOutcomes {
    let reply: [UInt8]
    do {
      reply = try exchange(
        LibraryRequest.replay.bytes + history.bytes(eventCount: eventCount),
        replyCount: 8 + eventCount * MemoryLayout<automovable_outcome>.stride)
    } catch {
      return .crashed(signal: try signal(of: error, in: "automovable_oracle_replay"))
    }
    var offset = 8
    return .all(reply.values(eventCount, at: &offset))
  }
}
