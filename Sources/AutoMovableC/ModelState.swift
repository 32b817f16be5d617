// SPDX-License-Identifier: MIT
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// Reads the parameters.
@c @implementation
public func automovable_model_policy(
  _ model: OpaquePointer?, _ policy: UnsafeMutablePointer<automovable_policy>?
) -> Int32 {
  result { () throws(ErrorNumber) in
    let model = try unsafe ModelPointer(c: model)
    guard let policy = unsafe policy else { throw .invalid }
    unsafe policy.pointee = automovable_policy(model.pointee.model.policy)
    return 0
  }
}

/// Reads a node.
@c @implementation
public func automovable_model_node(
  _ model: OpaquePointer?, _ nid: Int32, _ node: UnsafeMutablePointer<automovable_node>?
) -> Int32 {
  result { () throws(ErrorNumber) in
    let model = try unsafe ModelPointer(c: model)
    let nodeID = try NodeID(c: nid)
    guard let node = unsafe node else { throw .invalid }
    guard let found = unsafe model.pointee.model.state.node(nodeID) else { throw .noEntry }
    unsafe node.pointee = automovable_node(found)
    return 0
  }
}

/// Reads a group.
@c @implementation
public func automovable_model_group(
  _ model: OpaquePointer?, _ id: Int32, _ group: UnsafeMutablePointer<automovable_group>?
) -> Int32 {
  result { () throws(ErrorNumber) in
    let model = try unsafe ModelPointer(c: model)
    guard let group = unsafe group else { throw .invalid }
    guard let found = unsafe model.pointee.model.state.groups[MemoryGroupID(id)] else {
      throw .noEntry
    }
    unsafe group.pointee = automovable_group(found)
    return 0
  }
}
