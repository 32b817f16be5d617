// SPDX-License-Identifier: MIT
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// Registers a device that is plugged as a whole.
@c @implementation
public func automovable_model_register_static(
  _ model: OpaquePointer?, _ nid: Int32, _ maxPages: UInt64
) -> Int32 {
  unsafe register(.static(maxPages: maxPages), on: model, nid)
}

/// Registers a device that is plugged by units.
@c @implementation
public func automovable_model_register_dynamic(
  _ model: OpaquePointer?, _ nid: Int32, _ unitPages: UInt64
) -> Int32 {
  unsafe register(.dynamic(unitPages: unitPages), on: model, nid)
}

private func register(
  _ kind: MemoryGroup.Kind, on model: OpaquePointer?, _ nid: Int32
) -> Int32 {
  result { () throws(ErrorNumber) in
    let model = try unsafe ModelPointer(c: model)
    let nodeID = try NodeID(c: nid)
    try unsafe model.pointee.model.makeRoom(adding: MemoryState.Capacity(groups: 1))
    do throws(HotplugError) {
      return try unsafe model.pointee.model.registerGroup(kind, nodeID: nodeID).rawValue
    } catch {
      throw ErrorNumber(error)
    }
  }
}

/// Notes blocks that were added to a group or removed from it.
@c @implementation
public func automovable_model_adjust_blocks(
  _ model: OpaquePointer?, _ group: Int32, _ blockCount: Int32
) -> Int32 {
  unsafe event(on: model) { model throws(ErrorNumber) in
    do throws(MemoryModelError) {
      try model.adjustBlockCount(of: MemoryGroupID(group), by: blockCount)
    } catch {
      throw ErrorNumber(error)
    }
  }
}

/// Unregisters a device that is gone.
@c @implementation
public func automovable_model_unregister(_ model: OpaquePointer?, _ group: Int32) -> Int32 {
  unsafe event(on: model) { model throws(ErrorNumber) in
    do throws(HotplugError) {
      try model.unregisterGroup(MemoryGroupID(group))
    } catch HotplugError.noSuchGroup {
      // The kernel's number is EINVAL; here it tells from a bad argument.
      throw .noEntry
    } catch {
      throw ErrorNumber(error)
    }
  }
}
