// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import OracleInterface

/// What happened in a history, as events and questions of the oracle interface,
/// with what came of each where it happened.
struct HistoryRecord {
  /// The machine and the events.
  var history = InterfaceHistory()

  /// What came of each event; `AUTOMOVABLE_BEYOND` where nobody knows.
  private(set) var expected: [automovable_outcome] = []

  /// The position past the last event of boot and of each operation.
  private(set) var ends: [Int] = []
}

extension HistoryRecord {
  /// Starts anew with a machine.
  mutating func boot(_ machine: TraceMachine) throws(OracleError) {
    try history.load(machine)
    expected.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Adds an event.
  mutating func add(
    _ kind: automovable_event_kind, type: UInt32 = 0, nid: Int32 = -1, group: Int32 = -1,
    start: UInt64 = 0, pages: UInt64 = 0, value: UInt64 = 0,
    result: Int64, _ words: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
  ) {
    history.events.append(
      automovable_event(
        kind: kind.rawValue, type: type, nid: nid, group: group, start_pfn: start,
        nr_pages: pages, value: value))
    expected.append(automovable_outcome(result: result, words: words))
  }

  /// Adds a write to the file of a parameter.
  mutating func addWrite(of text: TraceText, to type: automovable_parameter, result: Int64) {
    add(
      AUTOMOVABLE_WRITE_PARAMETER, type: type.rawValue, pages: UInt64(text.bytes.count),
      value: UInt64(history.text.count), result: result)
    history.text += text.bytes
  }

  /// Adds a read of the file of a parameter.
  mutating func addRead(_ text: SysfsText, of type: automovable_parameter) {
    var words: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
    unsafe withUnsafeMutableBytes(of: &words) { bytes in
      for position in 0..<text.count { unsafe bytes[position] = text[position] }
    }
    add(AUTOMOVABLE_READ_PARAMETER, type: type.rawValue, result: Int64(text.count), words)
  }

  /// Asks for what a parameter is that nobody has set, and for its file's mode.
  mutating func addDefault(_ text: SysfsText, mode: UInt64, of type: automovable_parameter) {
    addRead(text, of: type)
    let index = expected.count - 1
    history.events[index].kind = AUTOMOVABLE_READ_DEFAULT.rawValue
    expected[index].words.4 = mode
  }

  /// The events past the last operation, which are about none.
  var rest: Range<Int> { (ends.last ?? 0)..<expected.count }

  /// Ends boot or an operation.
  mutating func endStep() { ends.append(expected.count) }

  /// The events of boot, which is step -1, or of an operation.
  func events(ofStep step: Int) -> Range<Int> {
    let start = step < 0 ? 0 : ends[step]
    return start..<ends[step + 1]
  }

  /// The operation that an event is of, or -1.
  func step(ofEvent event: Int) -> Int {
    partitionPoint(ends.count) { ends[$0] <= event } - 1
  }
}

extension automovable_event {
  /// Whether it asks what all steps ask in the end.
  var isReading: Bool {
    AUTOMOVABLE_READ_NODE.rawValue...AUTOMOVABLE_READ_GROUP.rawValue ~= kind
  }
}

extension automovable_outcome {
  /// Whether whoever it comes from has no outcome.
  var isBeyond: Bool { result == .min }

  /// Whether two outcomes are the same, as far as both are any.
  func agrees(with other: automovable_outcome) -> Bool {
    isBeyond || other.isBeyond || (result == other.result && words == other.words)
  }
}
