// SPDX-License-Identifier: MIT

import Cases
import Generation

/// The operation after which two machines differ, and in what they do.
public struct HistoryDivergenceKind: Hashable, Sendable {
  /// The function of the kernel, or what is done to a file, by its name in
  /// traces; `boot` before the first.
  public let operation: String

  /// What differs.
  public private(set) var value: Value

  /// What differs after an operation.
  public enum Value: Hashable, Sendable {
    /// What the operation returned.
    case result
    /// A number or a property, by the kernel's name.
    case property(String)
    /// Nothing between the machines: the first one broke an invariant.
    case invariant(String)
  }

  /// Names what an explanation shows.
  init(_ explanation: HistoryExplanation, of operation: TraceOperation?) {
    self.operation = operation?.name ?? "boot"
    if case .invariant(let invariant) = explanation.difference.kind {
      value = .invariant(invariant.rawValue)
    } else if let last = explanation.results.last, last.subject != last.reference {
      value = .result
    } else if explanation.difference.kind == .boot {
      value = .result
    } else {
      value = .property(explanation.differences.first?.kind ?? "state")
    }
  }
}

extension HistoryDivergenceKind {
  /// The kind that has a signature and a description, or `nil` if none has both.
  package init?(signature: String, summary: String) {
    guard let slash = signature.firstIndex(of: "/") else { return nil }
    operation = String(signature[..<slash])
    let name = String(signature[signature.index(after: slash)...])
    let prefix = "invariant "
    // A property may have any name.
    value = .property(name)
    if description == summary { return }
    value = name.hasPrefix(prefix) ? .invariant(String(name.dropFirst(prefix.count))) : .result
    guard description == summary, self.signature == signature else { return nil }
  }

  /// Whether one of the machines can't boot.
  var isBoot: Bool { operation == "boot" && value == .result }

  /// Whether it takes a look at one machine's past to see it.
  var isInvariant: Bool { if case .invariant = value { true } else { false } }
}

extension HistoryDivergenceKind: CustomStringConvertible {
  /// The kind in words, such as `add_memory: present_pages differs`.
  public var description: String {
    switch value {
    case .result: "\(operation): the result differs"
    case .property(let name): "\(operation): \(name) differs"
    case .invariant(let name): "\(operation): the invariant \(name) is broken"
    }
  }

  /// The kind for programs: parts between slashes, which stay what they are from
  /// version to version.
  public var signature: String {
    switch value {
    case .result: "\(operation)/result"
    case .property(let name): "\(operation)/\(name)"
    case .invariant(let name): "\(operation)/invariant \(name)"
    }
  }
}

extension HistoryComparison {
  /// The kind of a difference in a history.
  func kind(
    of difference: HistoryDifference, in history: borrowing History
  ) throws(OracleError) -> HistoryDivergenceKind {
    let operation = difference.step < 0 ? nil : history.operations[difference.step]
    return HistoryDivergenceKind(try explain(history, until: difference), of: operation)
  }
}
