// SPDX-License-Identifier: MIT

import TextFiles

/// QEMU's monitor, spoken to in QMP.
final class QMPClient {
  private let channel: LineChannel
  /// Events since they were last taken.
  private var events: [QMPValue] = []
  private static let patience: Duration = .seconds(120)

  /// Takes QEMU's greeting.
  init(_ channel: LineChannel) throws(LiveError) {
    self.channel = channel
    let greeting = try message(until: .after(Self.patience))
    guard greeting?["QMP"] != nil else { throw .machine("QEMU's monitor did not greet") }
    _ = try execute("qmp_capabilities")
  }

  /// Executes a command.
  ///
  /// - Throws: `LiveError.machine` with QEMU's words if it refuses.
  @discardableResult
  func execute(
    _ command: String, _ arguments: [String: QMPValue] = [:]
  ) throws(LiveError) -> QMPValue {
    let request = QMPValue.object([
      "execute": .string(command), "arguments": .object(arguments),
    ])
    var writer = JSONWriter()
    request.write(to: &writer)
    try channel.send(String(decoding: writer.bytes, as: UTF8.self))
    let deadline = Deadline.after(Self.patience)
    while let answer = try message(until: deadline) {
      if let result = answer["return"] { return result }
      if let error = answer["error"] {
        throw .machine("QEMU refuses \(command): \(error["desc"]?.text ?? "no reason given")")
      }
      events.append(answer)
    }
    throw .machine("QEMU does not answer \(command)")
  }

  /// Waits for an event, among those not taken yet or to come.
  ///
  /// - Returns: Whether there was one before the deadline.
  func waitForEvent(
    until deadline: Deadline, where predicate: (QMPValue) -> Bool
  ) throws(LiveError) -> Bool {
    if events.contains(where: predicate) { return true }
    while let event = try message(until: deadline) {
      events.append(event)
      if predicate(event) { return true }
    }
    return false
  }

  /// The events since the last call, in order.
  func takeEvents() -> [QMPValue] {
    defer { events = [] }
    return events
  }

  private func message(until deadline: Deadline) throws(LiveError) -> QMPValue? {
    guard let line = try channel.line(until: deadline) else { return nil }
    do {
      let message = JSONDocument(file: "QEMU's monitor", Array(line.utf8))
      return try message.decode { reader throws(JSONError) in try QMPValue(&reader) }
    } catch {
      throw .machine("QEMU's monitor said: \(line)")
    }
  }
}
