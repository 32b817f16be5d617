// SPDX-License-Identifier: MIT

// A zone's index is below 5 and a verdict 0 or 1, so that large results are free
// to say why there is none.
extension DecisionAnswer {
  /// Whether the implementation declined to answer; such a case is counted and
  /// not compared.
  @inlinable
  public var isDeclined: Bool { self[.result] == .max }

  /// The signal that ended the implementation instead of an answer, or `nil`.
  public var crashSignal: Int32? {
    let signal = self[.result] &- Self.crash
    return 1...64 ~= signal ? Int32(signal) : nil
  }

  /// Why the answer to a query is no result, in words, or `nil` if it is one.
  package func failure(on query: DecisionQuery) -> String? {
    if let signal = crashSignal { return "crashed with signal \(signal)" }
    if isDeclined { return "declined to answer" }
    if result(of: query) == nil { return "gave \(self[.result]), which is no result" }
    return nil
  }

  /// No answer: the implementation declined, as the question is none of its own.
  public static let declined = failed(.max)

  /// No zone at all, which differs from every zone.
  package static let withoutZone = failed(.max - 1)

  /// No answer: a signal ended the implementation.
  package static func crashed(signal: Int32) -> DecisionAnswer {
    failed(crash &+ UInt64(truncatingIfNeeded: signal))
  }

  private static let crash: UInt64 = 1 << 63

  private static func failed(_ result: UInt64) -> DecisionAnswer {
    var answer = DecisionAnswer()
    answer[.result] = result
    return answer
  }
}
