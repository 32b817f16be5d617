// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import OracleInterface

/// A history in the interface's flat arrays, which are used again for the next.
@safe
struct InterfaceHistory {
  var machine = InterfaceBatch()
  var events: [automovable_event] = []
  /// What is written, one text behind the other.
  var text: [UInt8] = []

  /// The history without the pointers to its arrays.
  var header = unsafe automovable_history()
}

extension InterfaceHistory {
  /// Becomes a machine as boot leaves it, without events.
  mutating func load(_ machine: TraceMachine) throws(OracleError) {
    let booted: HotplugMachine
    do {
      booted = try machine.boot()
    } catch {
      throw OracleError("\(error)")
    }
    self.machine.load(CaseBatch(policy: machine.parameters.policy, state: booted.state))
    events.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    unsafe header = automovable_history()
    unsafe header.block_pages = machine.blockPages
    unsafe Swift.withUnsafeMutableBytes(of: &header.possible_nodes) { bytes in
      unsafe bytes.copyBytes(
        from: Self.words(of: machine.possibleNodes).flatMap { word in
          (0..<8).map { UInt8(truncatingIfNeeded: word &>> ($0 * 8)) }
        })
    }
  }

  /// The nodes as bits of words, the lowest ids first.
  private static func words(of nodes: [NodeID]?) -> [UInt64] {
    guard let nodes else { return [UInt64](repeating: .max, count: 16) }
    var words = [UInt64](repeating: 0, count: 16)
    for id in nodes { words[Int(id.rawValue) / 64] |= 1 << (UInt64(id.rawValue) % 64) }
    return words
  }

  /// Hands out the history's first events with all pointers set.
  func withPointers<Result>(
    eventCount: Int, _ body: (UnsafePointer<automovable_history>) -> Result
  ) -> Result {
    unsafe machine.withPointers { machine in
      unsafe events.withUnsafeBufferPointer { events in
        unsafe text.withUnsafeBytes { text in
          var history = unsafe header
          unsafe history.machine = machine
          unsafe history.nr_events = UInt64(eventCount)
          unsafe history.events = events.baseAddress
          unsafe history.text_size = UInt64(text.count)
          unsafe history.text = text.baseAddress?.assumingMemoryBound(to: CChar.self)
          return unsafe withUnsafePointer(to: &history, body)
        }
      }
    }
  }
}
