// SPDX-License-Identifier: MIT

public import Cases

extension Trace {
  /// The most operations of a trace that is read from bytes.
  static let maximumFuzzedSteps = 512

  /// Reads a trace out of any bytes.
  ///
  /// What the bytes mean must not change without need: found inputs are kept as
  /// bytes.
  public init(fuzzed bytes: Span<UInt8>) {
    var source = ByteSource(bytes)
    self.init(machine: TraceMachine(fuzzed: &source))
    while !source.isAtEnd, steps.count < Self.maximumFuzzedSteps {
      steps.append(
        TraceStep(TraceOperation(fuzzed: &source, blockPages: machine.blockPages)))
    }
  }
}
