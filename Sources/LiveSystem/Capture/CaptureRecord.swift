// SPDX-License-Identifier: MIT

import TextFiles

/// One line of a capture.
public enum CaptureRecord: Hashable, Sendable {
  /// The first line: what was run.
  case meta(CaptureMeta)
  /// Any other line: the machine after an action.
  case snapshot(CaptureSnapshot)
}

extension CaptureRecord {
  /// Writes the line without its end.
  func write(to writer: inout JSONWriter) {
    switch self {
    case .meta(let meta): meta.write(to: &writer)
    case .snapshot(let snapshot): snapshot.write(to: &writer)
    }
  }
}

extension CaptureRecord {
  /// The kind that the first line says it is.
  enum MetaKind: UInt8, JSONName {
    case meta

    var name: StaticString { "meta" }
  }

  /// The kind that any other line says it is.
  enum SnapshotKind: UInt8, JSONName {
    case snapshot

    var name: StaticString { "snap" }
  }
}
