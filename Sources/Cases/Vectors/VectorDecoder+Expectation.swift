// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

extension VectorDecoder {
  /// The object `expect`, which may come before the query that it belongs to.
  struct Expectation {
    private var start = 0
    private var canOnlineMovable: Bool?
    private var zone: ZoneType?
    private var nodeID: NodeID = 0
    private var hasNodeID = false

    private enum Field: UInt8, JSONName {
      case canOnlineMovable, zone, nid, note

      var name: StaticString {
        switch self {
        case .canOnlineMovable: "can_online_movable"
        case .zone: "zone"
        case .nid: "nid"
        case .note: "note"
        }
      }
    }
  }
}

extension VectorDecoder.Expectation {
  mutating func read(
    _ reader: inout JSONReader, _ geometry: Geometry
  ) throws(JSONError) {
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .canOnlineMovable: canOnlineMovable = try reader.boolean()
      case .zone: zone = try reader.zoneType(of: geometry)
      case .nid: nodeID = try reader.nodeID(of: geometry)
      case .note: _ = try reader.string()
      }
    }
    start = fields.start
    hasNodeID = fields.contains(.nid)
  }

  /// The result, known to be one of the query's function.
  func result(
    of query: VectorDecoder.Query, in reader: borrowing JSONReader
  ) throws(JSONError) -> DecisionResult {
    switch (query.function, canOnlineMovable, zone) {
    case (.canOnlineMovable, let isAllowed?, nil) where !hasNodeID:
      return .canOnlineMovable(isAllowed)
    case (.zone, nil, let zone?):
      return .zone(zone, nodeID)
    case (.canOnlineMovable, _, _):
      throw reader.invalid(
        "expected can_online_movable alone, the result of "
          + "\(query.function.name)", at: start)
    case (.zone, _, _):
      throw reader.invalid(
        "expected zone and nid, the result of \(query.function.name)",
        at: start)
    }
  }
}
