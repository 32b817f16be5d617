// SPDX-License-Identifier: MIT

/// Why it isn't known what the kernel did before a snapshot.
public enum RecordGap: Error, Hashable, Sendable {
  /// Nobody looked: there are no probes, or it is the first snapshot.
  case unwatched

  /// The kernel had no room for events, or hit a probe within a probe; how many were lost,
  /// or 0 if it doesn't say.
  case lost(UInt64)

  /// Somebody had switched the trace off.
  case switchedOff

  /// Something went on happening while files were read.
  case restless
}

extension RecordGap: CustomStringConvertible {
  /// Why, in a few words.
  public var description: String {
    switch self {
    case .unwatched: "nobody looked"
    case .lost(let count): (count == 0 ? "" : "\(count) ") + "events were lost"
    case .switchedOff: "somebody had switched the trace off"
    case .restless: "the machine doesn't rest"
    }
  }
}
