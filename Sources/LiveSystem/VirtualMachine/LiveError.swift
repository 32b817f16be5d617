// SPDX-License-Identifier: MIT

/// Why no capture could be made.
public enum LiveError: Error, Equatable {
  /// A program or file that is needed is not there; the text says what to do.
  case missing(String)

  /// A file could not be read or written.
  case file(path: String, reason: String)

  /// The guest did not come up.
  ///
  /// - Parameter console: The last lines of its console.
  case boot(reason: String, console: [String])

  /// QEMU or the guest did not do what it was asked.
  case machine(String)

  /// The same in the course of a scenario.
  ///
  /// - Parameters:
  ///   - action: What it was asked for.
  ///   - console: The last lines of the guest's console.
  case guest(action: String, reason: String, console: [String])

  /// The guest's kernel is laid out in an unexpected way.
  case kernel(String)

  /// The run was told to stop.
  case interrupted
}

extension LiveError: CustomStringConvertible {
  /// One line, followed by the console's if there is a console.
  public var description: String {
    switch self {
    case .missing(let text), .machine(let text), .kernel(let text):
      text
    case .file(let path, let reason):
      "\(path): \(reason)"
    case .boot(let reason, let console):
      "the guest did not boot: \(reason); \(Self.end(of: console))"
    case .guest(let action, let reason, let console):
      "\(action): \(reason); \(Self.end(of: console))"
    case .interrupted:
      "interrupted"
    }
  }

  private static func end(of console: [String]) -> String {
    console.isEmpty
      ? "its console is empty"
      : "the end of its console:\n" + console.map { "  | \($0)" }.joined(separator: "\n")
  }
}
