// SPDX-License-Identifier: MIT

/// Plays the traces that bytes stand for on the Swift core and the C port.
public final class TraceFuzzer {
  private var core: CoreHistory
  private let port: CReferenceHistory

  /// Makes the machines.
  public init() throws(OracleError) {
    core = try CoreHistory()
    port = try CReferenceHistory()
  }

  /// Plays a trace.
  ///
  /// - Returns: Where the implementations disagree, or `nil`.
  public func run(_ bytes: Span<UInt8>) throws(OracleError) -> String? {
    let trace = Trace(fuzzed: bytes)
    try core.boot(trace.machine)
    try port.boot(trace.machine)
    guard core.snapshot() == port.snapshot() else { return trace.account(of: "boot") }
    for (number, step) in trace.steps.enumerated() {
      let blocks = step.operation.blocks(ofPages: trace.machine.blockPages)
      let results = (core.apply(step.operation), port.apply(step.operation))
      var digests = (StateDigest(), StateDigest())
      core.addCounters(to: &digests.0)
      port.addCounters(to: &digests.1)
      let first = blocks.lowerBound..<min(blocks.upperBound, blocks.lowerBound + 64)
      core.addBlocks(first, to: &digests.0)
      port.addBlocks(first, to: &digests.1)
      guard results.0 == results.1, digests.0 == digests.1 else {
        return trace.account(of: "op \(number)")
      }
    }
    return nil
  }
}

extension Trace {
  /// A difference, and the trace to play again.
  fileprivate func account(of place: String) -> String {
    var json = JSONWriter()
    write(to: &json)
    return "\(place): the implementations disagree; the trace:\n"
      + String(decoding: json.bytes, as: UTF8.self)
  }
}
