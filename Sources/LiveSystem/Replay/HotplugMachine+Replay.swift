// SPDX-License-Identifier: MIT

public import AutoMovable

/// The core as what captures are played on.
extension HotplugMachine: ReplaySubject {
  public mutating func boot(_ boot: ReplayBoot) throws(ReplayBootError) {
    do throws(BootError) {
      self = try boot.machine(possibleNodes: nil)
    } catch {
      throw ReplayBootError("\(error)")
    }
  }

  public mutating func register(_ kind: MemoryGroup.Kind, on nodeID: NodeID) -> Int64 {
    do throws(HotplugError) {
      return Int64(try registerGroup(kind, nodeID: nodeID).rawValue)
    } catch {
      return -Int64(error.errno)
    }
  }

  public mutating func unregister(_ id: MemoryGroupID) -> Int64 {
    do throws(HotplugError) {
      try unregisterGroup(id)
      return 0
    } catch {
      return -Int64(error.errno)
    }
  }

  public mutating func add(
    _ range: PageRange, to target: MemoryTarget, usesMemmapOnMemory: Bool
  ) -> Int64 {
    do throws(HotplugError) {
      try addMemory(
        range, to: target, usesMemmapOnMemory: usesMemmapOnMemory, as: .offline)
      return 0
    } catch {
      return -Int64(error.errno)
    }
  }

  public mutating func remove(_ range: PageRange) -> Int64 {
    do throws(HotplugError) {
      try removeMemory(range)
      return 0
    } catch {
      return -Int64(error.errno)
    }
  }

  public mutating func write(_ text: String, to file: ReplayFile) -> Int64 {
    do throws(HotplugError) {
      return Int64(try take(Array(text.utf8).span, for: file))
    } catch {
      return -Int64(error.errno)
    }
  }

  private mutating func take(
    _ bytes: Span<UInt8>, for file: ReplayFile
  ) throws(HotplugError) -> Int {
    switch file {
    case .state(let id): try writeState(bytes, block: id)
    case .online(let id): try writeOnline(bytes, block: id)
    case .validZones: throw .readOnly
    case .parameter(let parameter): try writeParameter(bytes, to: parameter)
    case .autoOnlineBlocks: try writeAutoOnlineBlocks(bytes)
    }
  }

  public func read(_ file: ReplayFile) -> SysfsText? {
    switch file {
    case .state(let id): try? readState(block: id)
    case .online(let id): try? readOnline(block: id)
    case .validZones(let id): try? readValidZones(block: id)
    case .parameter(let parameter): parameters.read(parameter)
    case .autoOnlineBlocks: readAutoOnlineBlocks()
    }
  }

  public func answer(_ question: ReplayQuestion) -> ReplayAnswer {
    let decision = try? state.onlineDecision(
      for: question.range, onlineType: question.onlineType, nodeID: question.nodeID,
      groupID: question.groupID, policy: parameters.policy)
    // A group that isn't registered has no answer, which no kernel gives.
    return ReplayAnswer(
      zone: decision?.zone ?? .device, nodeID: decision?.nodeID ?? NodeID(-1))
  }

  public func group(_ id: MemoryGroupID) -> MemoryGroup? { state.groups[id] }

  public var nodes: [Node] { state.nodes }
}
