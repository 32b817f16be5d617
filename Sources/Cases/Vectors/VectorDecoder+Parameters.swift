// SPDX-License-Identifier: MIT

import AutoMovable
public import TextFiles

extension VectorDecoder {
  /// The object `params`.
  package struct Parameters {
    private var policy = Policy(onlinePolicy: .autoMovable, autoMovableRatio: 0)
    private var hasOnlinePolicy = false
    private var hasNUMAAware = false
    private var hasMovableNode = false

    private enum Field: UInt8, JSONName {
      case onlinePolicy, ratio, numaAware, movableNode, note

      var name: StaticString {
        switch self {
        case .onlinePolicy: "online_policy"
        case .ratio: "auto_movable_ratio"
        case .numaAware: "auto_movable_numa_aware"
        case .movableNode: "movable_node"
        case .note: "note"
        }
      }
    }
  }
}

extension OnlinePolicy: JSONName {}

extension VectorDecoder.Parameters {
  mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .onlinePolicy: policy.onlinePolicy = try reader.name()
      case .ratio:
        policy.autoMovableRatio = UInt32(
          truncatingIfNeeded: try reader.integer(in: 0...UInt64(UInt32.max)))
      case .numaAware: policy.isAutoMovableNUMAAware = try reader.boolean()
      case .movableNode: policy.isMovableNodeEnabled = try reader.boolean()
      case .note: _ = try reader.string()
      }
    }
    hasOnlinePolicy = fields.contains(.onlinePolicy)
    hasNUMAAware = fields.contains(.numaAware)
    hasMovableNode = fields.contains(.movableNode)
  }

  /// The policy, with the query's `movable_node` in it.
  ///
  /// The names and Booleans that the query's function reads must be there; a
  /// default would hide that they were forgotten.
  func policy(
    for query: VectorDecoder.Query, _ geometry: Geometry, in reader: borrowing JSONReader
  ) throws(JSONError) -> Policy {
    var policy = policy
    geometry.conform(&policy)
    if let movableNode = query.movableNode {
      if hasMovableNode, movableNode != policy.isMovableNodeEnabled {
        throw reader.invalid(
          "\(movableNode), but params.movable_node is "
            + "\(policy.isMovableNodeEnabled)",
          at: query.offset(of: .movableNode, in: reader))
      }
      policy.isMovableNodeEnabled = movableNode
    }
    guard query.readsPolicy else { return policy }
    if !hasOnlinePolicy {
      throw reader.invalid(
        "the query needs params.online_policy, which is missing",
        at: query.start)
    }
    if !hasNUMAAware, geometry.isNUMA, policy.onlinePolicy == .autoMovable {
      throw reader.invalid(
        "the query needs params.auto_movable_numa_aware, which is missing",
        at: query.start)
    }
    return policy
  }
}
