// SPDX-License-Identifier: MIT
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// Makes a model.
@c @implementation
public func automovable_model_create(
  _ policy: UnsafePointer<automovable_policy>?,
  _ machine: UnsafePointer<automovable_machine>?,
  _ model: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  result { () throws(ErrorNumber) in
    guard let model = unsafe model else { throw .invalid }
    let policy = try unsafe Policy(policy)
    let new = try unsafe ModelPointer(MemoryModel(policy: policy))
    do throws(ErrorNumber) {
      if let machine = unsafe machine {
        try unsafe new.pointee.model.load(Machine(machine), policy)
      } else {
        try unsafe new.pointee.model.makeRoom(for: MemoryState.Capacity(nodes: 1))
      }
    } catch {
      unsafe new.destroy()
      throw error
    }
    unsafe model.pointee = OpaquePointer(new)
    return 0
  }
}

/// Destroys a model.
@c @implementation
public func automovable_model_destroy(_ model: OpaquePointer?) {
  try? unsafe ModelPointer(c: model).destroy()
}

/// Makes a model one of another machine.
@c @implementation
public func automovable_model_load(
  _ model: OpaquePointer?, _ policy: UnsafePointer<automovable_policy>?,
  _ machine: UnsafePointer<automovable_machine>?
) -> Int32 {
  unsafe event(on: model) { model throws(ErrorNumber) in
    let policy = try unsafe Policy(policy)
    try model.load(try unsafe Machine(machine), policy)
  }
}

/// Makes room in a model.
@c @implementation
public func automovable_model_reserve(
  _ model: OpaquePointer?, _ nodeCount: UInt64, _ groupCount: UInt64,
  _ sectionCount: UInt64
) -> Int32 {
  unsafe event(on: model) { model throws(ErrorNumber) in
    guard nodeCount <= UInt64(NodeID.maximumCount), groupCount <= 1 << 31,
      sectionCount <= Geometry.x86_64.sectionCount
    else { throw .invalid }
    guard let groups = Int(exactly: groupCount) else { throw .noMemory }
    // An event needs a place for one run more, even if it then leaves fewer.
    try model.makeRoom(
      for: MemoryState.Capacity(
        nodes: Int(nodeCount), groups: groups, sections: Int(sectionCount) + 1))
  }
}
