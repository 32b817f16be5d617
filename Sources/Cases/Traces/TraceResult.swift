// SPDX-License-Identifier: MIT

public import AutoMovable

/// What an operation gives back.
public enum TraceResult: Equatable, Sendable {
  /// A number: 0, an id or a count of bytes, or a negative errno.
  ///
  /// A read that fails gives the errno.
  case returns(Int64)

  /// 0 or a negative errno of a write to `state`, and the zone that the block
  /// was onlined to, if it was.
  case state(returns: Int64, zone: ZoneType?)

  /// The text that was read.
  case text(SysfsText)
}

extension TraceResult {
  /// Creates the result of an operation that the kernel refuses.
  @inline(__always)
  package static func failed(_ error: HotplugError) -> TraceResult {
    .returns(-Int64(error.errno))
  }
}
