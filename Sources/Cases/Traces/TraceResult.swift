// SPDX-License-Identifier: MIT

public import AutoMovable

/// What an operation gives back.
public enum TraceResult: Equatable, Sendable {
  /// A number: 0, an id or a count of bytes, or a negative errno.
  ///
  /// A read that fails gives the errno.
  case returns(Int64)

  /// 0 or a negative errno of an operation by which blocks went online, and
  /// where they did, by ascending number.
  case onlined(returns: Int64, [OnlinedBlocks])

  /// 0 or a negative errno of a write to `state`, and the zone that the block
  /// was onlined to, if it was.
  case state(returns: Int64, zone: ZoneType?)

  /// The text that was read.
  case text(SysfsText)

  /// All counters and spans.
  case machine(MachineSnapshot)
}

extension TraceResult {
  /// The number that is returned; 0 if a text or counters are.
  @inline(__always)
  package var number: Int64 {
    switch self {
    case .returns(let number), .onlined(let number, _), .state(let number, _): number
    case .text, .machine: 0
    }
  }

  /// Where blocks went online, as far as the result tells.
  package var zones: [OnlinedBlocks] {
    if case .onlined(_, let zones) = self { zones } else { [] }
  }

  /// Creates the result of an operation that the kernel refuses.
  @inline(__always)
  package static func failed(_ error: HotplugError) -> TraceResult {
    .returns(-Int64(error.errno))
  }
}
