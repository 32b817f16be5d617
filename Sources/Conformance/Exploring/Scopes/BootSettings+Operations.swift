// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension BootSettings {
  private static var blockPages: UInt64 { BootShape.blockPages }

  private static func range(_ block: UInt64, _ count: UInt64 = 1) -> PageRange {
    PageRange(startPFN: block * blockPages, pageCount: count * blockPages)
  }

  /// All that is tried in every state of a machine.
  func operations(_ machine: TraceMachine, _ shape: BootShape) -> [TraceOperation] {
    let added = shape.added.map(\.block)
    let boot = ExploredBoot(machine, added: [], operations: []).blocks
    var list: [TraceOperation] = []
    if hasNotifier { list += notifier }
    list += groups(of: shape)
    list += adding(to: machine, shape)
    list += removing(added)
    for block in (boot + added).sorted() { list += files(of: MemoryBlockID(block)) }
    if hasMisuse { list += misuse(boot, added) }
    if writesParameters { list += parameterFiles }
    return list
  }

  private var notifier: [TraceOperation] {
    [MemoryNotifier.Action.goingOnline, .goingOffline].flatMap { action in
      [0, notifierErrno].map { .setNotifier(action, MemoryNotifier.Refusal(errno: $0)) }
    }
  }

  private var groupIDs: Range<Int32> {
    0..<Int32(maximumGroups.static + maximumGroups.dynamic)
  }

  private func groups(of shape: BootShape) -> [TraceOperation] {
    let nodes = Set(shape.added.map(\.nodeID)).sorted()
    return nodes.flatMap { node in groupKinds.map { .registerGroup($0, node) } }
      + groupIDs.map { .unregisterGroup(MemoryGroupID($0)) }
  }

  private func adding(to machine: TraceMachine, _ shape: BootShape) -> [TraceOperation] {
    let ownMap = machine.parameters.isMemmapOnMemoryEnabled ? [false, true] : [false]
    // Each block alone, and neighbours together.
    var ranges = shape.added.map { (Self.range($0.block), $0.nodeID) }
    for (block, next) in zip(shape.added, shape.added.dropFirst())
    where block.block + 1 == next.block && block.nodeID == next.nodeID {
      ranges.append((Self.range(block.block, 2), block.nodeID))
    }
    return ranges.flatMap { (range, node) in
      ([.node(node)] + groupIDs.map { MemoryTarget.group(MemoryGroupID($0)) }).flatMap {
        target in
        ownMap.map {
          .addMemory(range, target, usesMemmapOnMemory: $0, onlineType: nil)
        }
      }
    }
  }

  private func removing(_ added: [UInt64]) -> [TraceOperation] {
    added.map { .removeMemory(Self.range($0)) }
      + added.map { .offlineAndRemoveMemory(Self.range($0)) }
  }

  private func files(of block: MemoryBlockID) -> [TraceOperation] {
    var list: [TraceOperation] = OnlineType.allCases.map {
      .writeState(block, TraceText("\($0.name)"))
    }
    list += [.writeOnline(block, "1"), .writeOnline(block, "0"), .readValidZones(block)]
    guard hasOddTexts else { return list }
    list += ["", "online\n", "online \n", "going-offline"].map { .writeState(block, $0) }
    list += ["", "on", "of", "2"].map { .writeOnline(block, $0) }
    list += BlockFile.allCases.map { .readBlockFile(block, $0) }
    return list
  }

  /// What is wrong in every state.
  private func misuse(_ boot: [UInt64], _ added: [UInt64]) -> [TraceOperation] {
    let first = added[0]
    let nobody: MemoryBlockID = 1000
    let outside = PageRange(
      startPFN: Geometry.x86_64.pageCount, pageCount: Self.blockPages)
    let crooked = PageRange(
      startPFN: first * Self.blockPages + 1, pageCount: Self.blockPages)
    // From the first boot block to the last one that can be added.
    let everything = Self.range(boot[0], added[added.count - 1] + 1 - boot[0])
    var list: [TraceOperation] = [
      .registerGroup(.static(maxPages: 0), 0),
      .registerGroup(.dynamic(unitPages: Self.blockPages / 2), 0),
      .registerGroup(.dynamic(unitPages: 3 * Self.blockPages), 0),
      .registerGroup(.static(maxPages: Self.blockPages), -1),
      .unregisterGroup(-1), .unregisterGroup(77),
    ]
    let adding: [(PageRange, MemoryTarget)] = [
      (Self.range(boot[0]), .node(0)), (crooked, .node(0)), (outside, .node(0)),
      (PageRange(startPFN: first * Self.blockPages, pageCount: 0), .node(0)),
      (Self.range(first), .group(77)), (Self.range(first), .node(1024)),
      (everything, .node(0)),
    ]
    list += adding.map {
      .addMemory($0.0, $0.1, usesMemmapOnMemory: false, onlineType: nil)
    }
    list.append(
      .addMemory(Self.range(first), .node(0), usesMemmapOnMemory: true, onlineType: nil))
    list += [crooked, outside, everything].map { .removeMemory($0) }
    list += [crooked, everything].map { .offlineAndRemoveMemory($0) }
    list += [
      .writeState(nobody, "online"), .writeOnline(nobody, "1"), .readValidZones(nobody),
      .offlineAndRemoveMemoryRanges([]),
      .offlineAndRemoveMemoryRanges(added.reversed().map { Self.range($0) }),
    ]
    return list
  }

  private var parameterFiles: [TraceOperation] {
    let texts: [(TraceParameter, [TraceText])] = [
      (
        .module(.onlinePolicy),
        ["auto-movable\n", "contig-zones", "auto-movable\n\n", "auto_movable", ""]
      ),
      (
        .module(.autoMovableRatio),
        ["0", "1", "0144\n", "301", "+1", "-1", "4294967296", "08", "0x", ""]
      ),
      (.module(.autoMovableNUMAAware), ["Y", "0", "on", "of", "o", "t", "e", ""]),
      (.module(.memmapOnMemory), ["Y", "N"]),
      (.autoOnlineBlocks, ["offline", "online\n", "online ", ""]),
      (.blockSizeBytes, ["1"]), (.unknown("nothing"), ["1"]),
    ]
    return texts.flatMap { (parameter, texts) in
      texts.map { TraceOperation.writeParameter(parameter, $0) } + [.readParameter(parameter)]
    }
  }
}
