// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Conformance
import LiveSystem

/// The C port as what captures are played on.
struct ReplayedPort: ReplaySubject {
  private var machine: ReferenceMachine

  init(_ machine: ReferenceMachine) { self.machine = machine }
}

extension ReplayedPort {
  mutating func boot(_ boot: ReplayBoot) throws(ReplayBootError) {
    do throws(OracleError) {
      try machine.boot(TraceMachine(boot))
    } catch {
      throw ReplayBootError("\(error)")
    }
  }

  mutating func register(_ kind: MemoryGroup.Kind, on nodeID: NodeID) -> Int64 {
    machine.apply(.registerGroup(kind, nodeID)).number
  }

  mutating func unregister(_ id: MemoryGroupID) -> Int64 {
    machine.apply(.unregisterGroup(id)).number
  }

  mutating func add(
    _ range: PageRange, to target: MemoryTarget, usesMemmapOnMemory: Bool
  ) -> Int64 {
    machine.apply(
      .addMemory(
        range, target, usesMemmapOnMemory: usesMemmapOnMemory, onlineType: .offline)
    ).number
  }

  mutating func remove(_ range: PageRange) -> Int64 {
    machine.apply(.removeMemory(range)).number
  }

  mutating func write(_ text: String, to file: ReplayFile) -> Int64 {
    let text = TraceText(text)
    return switch file {
    case .state(let id): machine.apply(.writeState(id, text)).number
    case .online(let id): machine.apply(.writeOnline(id, text)).number
    case .validZones: -Int64(HotplugError.readOnly.errno)
    case .parameter(let parameter):
      machine.apply(.writeParameter(.module(parameter), text)).number
    case .autoOnlineBlocks: machine.apply(.writeParameter(.autoOnlineBlocks, text)).number
    }
  }

  func read(_ file: ReplayFile) -> SysfsText? {
    let operation: TraceOperation
    switch file {
    case .state(let id):
      return machine.block(id).map { SysfsText($0.isOnline ? "online" : "offline") }
    case .online(let id):
      return machine.block(id).map { SysfsText($0.isDeviceOffline ? "0" : "1") }
    case .validZones(let id): operation = .readValidZones(id)
    case .parameter(let parameter): operation = .readParameter(.module(parameter))
    case .autoOnlineBlocks: operation = .readParameter(.autoOnlineBlocks)
    }
    guard case .text(let text) = machine.apply(operation) else { return nil }
    return text
  }

  func answer(_ question: ReplayQuestion) -> ReplayAnswer {
    let zone = machine.onlineZone(
      for: question.range, onlineType: question.onlineType, nodeID: question.nodeID,
      groupID: question.groupID)
    // The port has no zone of a node that isn't there.
    return ReplayAnswer(
      zone: zone?.type ?? .device, nodeID: zone?.nodeID ?? NodeID(-1))
  }

  func block(_ id: MemoryBlockID) -> MemoryBlock? {
    guard let block = machine.block(id) else { return nil }
    var copy =
      block.isEarly
      ? MemoryBlock(earlyID: id, nodeID: block.nodeID, zone: nil, hasHoles: false)
      : MemoryBlock(
        id: id, nodeID: block.nodeID, groupID: block.groupID,
        vmemmapPages: block.vmemmapPages)
    copy.state = block.isOnline ? .online : .offline
    copy.onlineType = block.onlineType ?? .offline
    copy.zone = block.zone
    copy.isDeviceOffline = block.isDeviceOffline
    return copy
  }

  func group(_ id: MemoryGroupID) -> MemoryGroup? { machine.group(id) }

  var nodes: [Node] { machine.snapshot().nodes }

  var nodeExtents: [NodeExtent] { machine.snapshot().totals }
}

extension BlockSnapshot {
  /// Whether the block is online.
  fileprivate var isOnline: Bool { state == UInt64(MemoryBlock.State.online.rawValue) }
}
