// SPDX-License-Identifier: MIT

@testable import AutoMovable
@testable import LiveSystem

/// The core with at most one rule broken: the decision, written out once more,
/// or what operations leave behind.
struct WrongMachine: ReplaySubject {
  /// What is wrong with a machine.
  enum Flaw: String, CaseIterable, Sendable {
    // The ratio test.
    case ratioOneMore
    case ratioOneLess
    case ratioIsAlwaysTheDefault
    case percentOf101
    case limitItselfIsRefused
    case hotplugCountsAsBootMemory
    case onlyNormalCountsAsBootMemory
    case movableMemoryIsForgotten
    case cmaPagesStayBootMemory
    case cmaPagesAreNotMovable
    case pagesToOnlineAreForgotten
    case ownKernelPagesAreForgotten
    // Other groups.
    case requirementIsForgotten
    case movableOfOtherGroupsStays
    case targetCountsAsOther
    case kernelPagesDontLowerRequirement
    case surplusKernelPagesAreShared
    case nodeTestCountsAllGroups
    // Passes.
    case nodeIsNeverTested
    case nodeIsAlwaysTested
    case onlyNodeIsTested
    // Units and devices.
    case staticGroupsGoByBlock
    case kernelPagesOfStaticGroupsAreIgnored
    case kernelPagesOfStaticGroupsCountLikeEarlyOnes
    case unitsGoByBlock
    case kernelBlocksOfUnitsAreIgnored
    case movablePagesOfUnitsAreAddedAgain
    case refusedBlocksGoByThemselves
    // What goes before the ratio.
    case ratioZeroMeansNoLimit
    case policyIsAlwaysAutoMovable
    case onlineKernelIsIgnored
    case onlineMovableIsIgnored
    case zoneIsOfNodeZero
    // Counters of zones, nodes and groups.
    case everythingIsEarly
    case earlyPagesStay
    case presentPagesStay
    case signIsWrong
    case allPagesGoToNormal
    case allPagesGoToNodeZero
    case nodePagesAreForgotten
    case groupsAreNotCounted
    case groupsCountUpOnly
    case groupCountersAreSwapped
    // Spans of zones and nodes.
    case spansDontGrow
    case spansDontShrink
    case spansShrinkToNothing
    case spansShrinkToTheRange
    case nodeSpansDontGrow
    case nodeSpansDontShrink
    // Blocks.
    case onlyOneBlockIsAdded
    case removedBlocksStay
    case holesHaveBlocks
    case blocksJoinNoGroup
    case blocksAreOfNodeZero
    case ownMapsAreForgotten
    case zonesOfBlocksAreForgotten
    case onlineBlocksStayOffline
    case bootBlocksCantGoOffline
    case groupsWithoutBlocksStay
    // Texts.
    case staleTypesAreForgotten
    case writingTheSameStateSucceeds
    case spacesAreNumbers
    case largeNumbersAreInvalid
    case writtenRatiosAreIgnored
    case autoOnlineTypesAreIgnored
    case validZonesNamesOne
  }

  let flaw: Flaw?

  /// The core as it is after everything that was done to it.
  var core: HotplugMachine

  init(flaw: Flaw?) throws {
    self.flaw = flaw
    core = try HotplugMachine()
  }

  func has(_ flaw: Flaw) -> Bool { self.flaw == flaw }
}

// MARK: Operations

extension WrongMachine {
  mutating func boot(_ boot: ReplayBoot) throws(ReplayBootError) { try core.boot(boot) }

  mutating func register(_ kind: MemoryGroup.Kind, on nodeID: NodeID) -> Int64 {
    core.register(kind, on: nodeID)
  }

  mutating func unregister(_ id: MemoryGroupID) -> Int64 {
    has(.groupsWithoutBlocksStay) ? -16 : core.unregister(id)
  }

  mutating func add(
    _ range: PageRange, to target: MemoryTarget, usesMemmapOnMemory: Bool
  ) -> Int64 {
    var (range, target) = (range, target)
    switch (flaw, target) {
    case (.onlyOneBlockIsAdded, _): range.pageCount = min(range.pageCount, core.blockPages)
    case (.blocksJoinNoGroup, .group(let id)):
      target = .node(core.group(id)?.nodeID ?? 0)
    case (.blocksAreOfNodeZero, _): target = .node(0)
    default: break
    }
    return core.add(
      range, to: target,
      usesMemmapOnMemory: usesMemmapOnMemory && !has(.ownMapsAreForgotten))
  }

  mutating func remove(_ range: PageRange) -> Int64 {
    has(.removedBlocksStay) ? 0 : core.remove(range)
  }

  mutating func write(_ text: String, to file: ReplayFile) -> Int64 {
    switch file {
    case .state(let id), .online(let id): return write(text, to: file, of: id)
    case .parameter(let parameter):
      if has(.writtenRatiosAreIgnored), parameter == .autoMovableRatio {
        return Int64(text.utf8.count)
      }
      let result = core.write(text, to: file)
      if has(.spacesAreNumbers), result < 0 {
        return core.write(String(text.filter { $0 != " " }), to: file)
      }
      return has(.largeNumbersAreInvalid) && result < 0 ? -22 : result
    case .autoOnlineBlocks where has(.autoOnlineTypesAreIgnored):
      return Int64(text.utf8.count)
    case .autoOnlineBlocks, .validZones: return core.write(text, to: file)
    }
  }

  private mutating func write(
    _ text: String, to file: ReplayFile, of id: MemoryBlockID
  ) -> Int64 {
    let before = core
    let isOffline = text.hasPrefix("offline") || text.hasPrefix("0")
    if has(.bootBlocksCantGoOffline), isOffline, core.block(id)?.isEarly == true { return -22 }
    if has(.onlineBlocksStayOffline), !isOffline { return Int64(text.utf8.count) }
    if has(.staleTypesAreForgotten), case .online = file, let index = core.blocks.touch(id) {
      core.blocks[index].onlineType = .offline
    }
    let result = core.write(text, to: file)
    let state = core.block(id)?.state
    if state != before.block(id)?.state {
      distort(id, since: before)
    } else if has(.writingTheSameStateSucceeds), result < 0, isOffline == (state == .offline) {
      return Int64(text.utf8.count)
    }
    return result
  }
}

// MARK: Observations

extension WrongMachine {
  func read(_ file: ReplayFile) -> SysfsText? {
    let text = core.read(file)
    guard has(.validZonesNamesOne), case .validZones(let id) = file,
      core.block(id)?.state == .offline, let text
    else { return text }
    var first = SysfsText()
    for position in 0..<text.count where text[position] > UInt8(ascii: " ") {
      first.append(text[position])
      if text[position + 1] == UInt8(ascii: " ") { break }
    }
    return first
  }

  func answer(_ question: ReplayQuestion) -> ReplayAnswer {
    decide(question, in: core.state)
  }

  func block(_ id: MemoryBlockID) -> MemoryBlock? {
    let block = core.block(id)
    guard block == nil, has(.holesHaveBlocks) else { return block }
    let isInSpan = core.state.nodes.contains { node in
      ZoneType.allCases.contains {
        node[$0].intersects(
          PageRange(startPFN: id.rawValue * core.blockPages, pageCount: core.blockPages))
      }
    }
    return isInSpan ? MemoryBlock(earlyID: id, nodeID: 0, zone: .dma32, hasHoles: false) : nil
  }

  func group(_ id: MemoryGroupID) -> MemoryGroup? { core.group(id) }

  var nodes: [Node] { core.nodes }

  var nodeExtents: [NodeExtent] { core.nodeExtents }
}
