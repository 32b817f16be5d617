// SPDX-License-Identifier: MIT

/// The shell that is process 1 of the guest.
final class GuestShell {
  /// What came of a command.
  struct Answer {
    /// The exit status.
    let status: Int
    /// Standard output and error.
    let lines: [String]
  }

  private let channel: LineChannel
  /// Offlining may take the guest minutes under emulation.
  private static let patience: Duration = .seconds(600)

  /// How long somebody's script may print nothing.
  static let scriptPatience: Duration = .seconds(120)

  /// Takes over the connection of the control port.
  init(_ channel: LineChannel) {
    self.channel = channel
  }

  /// Waits for the guest to be ready for commands.
  ///
  /// - Returns: Whether it was before the deadline.
  func waitUntilReady(until deadline: Deadline) throws(LiveError) -> Bool {
    while let line = try channel.line(until: deadline) {
      if line == "#ready" { return true }
    }
    return false
  }

  /// Runs a shell line, whatever comes of it.
  ///
  /// - Parameter patience: How long it may print nothing, if that is less than it may take.
  func run(_ command: String, patience: Duration = patience) throws(LiveError) -> Answer {
    try channel.send(command)
    let end = ContinuousClock.now + Self.patience
    var lines: [String] = []
    while let line = try channel.line(
      until: .after(min(patience, ContinuousClock.now.duration(to: end))))
    {
      if line.hasPrefix("#end "), let status = Int(line.dropFirst(5)) {
        return Answer(status: status, lines: lines)
      }
      lines.append(line)
    }
    throw .machine("the guest does not come back from: \(command)")
  }

  /// Runs a shell line that has to succeed.
  ///
  /// - Returns: Its output.
  @discardableResult
  func require(
    _ command: String, patience: Duration = patience
  ) throws(LiveError) -> [String] {
    let answer = try run(command, patience: patience)
    guard answer.status == 0 else {
      throw .machine(
        "the guest fails with status \(answer.status) in: \(command)"
          + answer.lines.suffix(3).map { "; \($0)" }.joined())
    }
    return answer.lines
  }

  /// A text as one word of a shell line.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
