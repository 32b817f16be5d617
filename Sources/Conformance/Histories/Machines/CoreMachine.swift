// SPDX-License-Identifier: MIT

public import AutoMovable
public import Cases

/// The Swift core as a machine that histories are played on.
public struct CoreMachine: Machine {
  private var traced: TracedMachine

  private let decidesByTotals: Bool

  /// Creates an empty machine.
  ///
  /// - Parameter decidesByTotals: Whether zones are picked by running totals.
  public init(decidesByTotals: Bool = false) throws(OracleError) {
    self.decidesByTotals = decidesByTotals
    traced = try Self.boot(TraceMachine(), decidesByTotals)
  }

  public mutating func boot(_ machine: TraceMachine) throws(OracleError) {
    traced = try Self.boot(machine, decidesByTotals)
  }

  private static func boot(
    _ machine: TraceMachine, _ decidesByTotals: Bool
  ) throws(OracleError) -> TracedMachine {
    do {
      return try TracedMachine(machine, decidesByTotals: decidesByTotals)
    } catch {
      throw OracleError("swift: \(error)")
    }
  }

  /// The machine as it is now.
  public internal(set) var machine: HotplugMachine {
    get { traced.machine }
    set { traced.machine = newValue }
  }

  public var refusal: HotplugError? { traced.refusal }

  public mutating func apply(_ operation: TraceOperation) -> TraceResult {
    traced.apply(operation)
  }
}

// MARK: State

extension CoreMachine {
  public var sideEffects: SideEffects {
    SideEffects(bytesTaken: traced.bytesTaken, notifications: traced.machine.notifications)
  }

  public mutating func hasSameCounters(as other: inout some Machine) -> Bool {
    let state = traced.machine.state
    return other.hasCounters(
      state.nodes.span, traced.machine.nodeExtents.span, state.groups.groups.span)
  }

  public mutating func addCounters(to digest: inout StateDigest) {
    let state = traced.machine.state
    let nodes = state.nodes.span
    let totals = traced.machine.nodeExtents.span
    for index in nodes.indices {
      digest.add(
        UInt64(bitPattern: Int64(nodes[index].id.rawValue)),
        totals[index].startPFN, totals[index].spannedPages,
        totals[index].presentPages)
      for type in 0..<ZoneType.count {
        let zone = nodes[index].zones[type]
        digest.addZone(
          type, zone.startPFN, zone.spannedPages, zone.presentPages,
          zone.presentEarlyPages, zone.cmaPages)
      }
    }
    let groups = state.groups.groups.span
    for index in groups.indices { digest.add(groups[index]) }
  }

  public mutating func addBlocks(_ ids: Range<UInt64>, to digest: inout StateDigest) {
    if ids.count == 1 {
      if let block = traced.machine.block(MemoryBlockID(ids.lowerBound)) {
        return digest.add(block)
      }
      return digest.addMissingBlock()
    }
    var next = ids.lowerBound
    traced.machine.forEachBlock(in: ids) { block in
      for _ in next..<block.id.rawValue { digest.addMissingBlock() }
      digest.add(block)
      next = block.id.rawValue + 1
    }
    for _ in next..<ids.upperBound { digest.addMissingBlock() }
  }

  public func snapshot() -> MachineSnapshot {
    traced.snapshot()
  }

  public func block(_ id: MemoryBlockID) -> BlockSnapshot? {
    traced.machine.block(id).map { BlockSnapshot($0) }
  }
}

extension StateDigest {
  @inline(__always)
  fileprivate mutating func add(_ block: MemoryBlock) {
    addBlock(
      nid: block.nodeID.rawValue, state: UInt64(block.state.rawValue),
      onlineType: Int32(block.onlineType.rawValue),
      zone: block.zone.map { Int32($0.rawValue) } ?? -1,
      vmemmapPages: block.vmemmapPages, isOffline: block.isDeviceOffline,
      isEarly: block.isEarly, hasGroup: block.groupID != nil)
  }

  @inline(__always)
  fileprivate mutating func add(_ group: MemoryGroup) {
    addGroup(
      id: group.id.rawValue, nid: group.nodeID.rawValue, isDynamic: group.isDynamic,
      size: group.kind.pages, kernelPages: group.presentKernelPages,
      movablePages: group.presentMovablePages, blockCount: group.blockCount)
  }
}
