// SPDX-License-Identifier: MIT

import TextFiles

/// One line of a capture.
public enum CaptureRecord: Hashable, Sendable {
  /// The first line: what was run.
  case meta(CaptureMeta)
  /// Any other line: the machine after an action.
  case snapshot(CaptureSnapshot)
  /// The last line, if the first one says that there is one: how many snapshots there are.
  case end(snapshotCount: UInt64)
}

extension CaptureRecord {
  /// Writes the line without its end.
  func write(to writer: inout JSONWriter) {
    switch self {
    case .meta(let meta): meta.write(to: &writer)
    case .snapshot(let snapshot): snapshot.write(to: &writer)
    case .end(let count):
      writer.beginObject()
      writer.field("kind", "end")
      writer.field("snapshots", count)
      writer.endObject()
    }
  }
}

extension CaptureRecord {
  /// The kind that the first line says it is.
  enum MetaKind: UInt8, JSONName {
    case meta

    var name: StaticString { "meta" }
  }

  /// The kind that the line at the end says it is.
  enum EndKind: UInt8, JSONName {
    case end

    var name: StaticString { "end" }
  }

  /// A field of the line at the end.
  enum EndField: UInt8, JSONName {
    case kind, snapshotCount

    var name: StaticString {
      switch self {
      case .kind: "kind"
      case .snapshotCount: "snapshots"
      }
    }
  }

  /// The kind that any other line says it is.
  enum SnapshotKind: UInt8, JSONName {
    case snapshot

    var name: StaticString { "snap" }
  }
}
