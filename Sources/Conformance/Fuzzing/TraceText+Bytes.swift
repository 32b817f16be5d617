// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension TraceText {
  private static let states: [TraceText] = [
    "online", "online_movable", "online_kernel", "online\n", "offline", "",
    "online_movable\n", "online\n\n", "Online", "online\0x",
  ]

  private static let booleans: [TraceText] = [
    "1", "0", "on", "off", "y", "N\n", "o", "", "2", "true", "f", "enabled", "D",
  ]

  private static let parameters: [TraceText] = [
    "auto-movable", "contig-zones\n", "301", "0", "100", "+0x10\n", "Y", "N",
    "4294967295", "4294967296", "online", "online_movable", "offline", "",
    "18446744073709551616x", "50", "1", "010", "0x", "auto-movable\n\n",
  ]

  /// What is written to `state`.
  init(state source: inout ByteSource) { self = source.pick(Self.states) }

  /// What is written to `online`.
  init(boolean source: inout ByteSource) { self = source.pick(Self.booleans) }

  /// What is written to a parameter.
  init(parameter source: inout ByteSource) { self = source.pick(Self.parameters) }

  /// Up to 31 characters of ASCII, NUL among them.
  init(raw source: inout ByteSource) {
    var bytes: [UInt8] = []
    for _ in 0..<source.byte() & 0x1F { bytes.append(source.byte() & 0x7F) }
    self.init(bytes)
  }
}

extension TraceParameter {
  private static let all: [TraceParameter] = [
    .module(.autoMovableRatio), .module(.onlinePolicy),
    .module(.autoMovableNUMAAware), .autoOnlineBlocks, .module(.memmapOnMemory),
    .unknown("nonsense"), .blockSizeBytes,
  ]

  /// A parameter, or the name of none.
  init(fuzzed source: inout ByteSource) { self = source.pick(Self.all) }
}
