// SPDX-License-Identifier: MIT

import AutoMovable

/// Worked odd cases: kernel zones looked up by an unexpected range, several
/// devices beside each other, and how little boot memory may be absent.
public enum OddExamples {
  /// All of them, by letter.
  ///
  /// Case f is a sequence of operations and has no decision of its own.
  public static var vectors: [DecisionVector] {
    kernelLookups + DeviceExamples.vectors + absentBootMemory
  }

  /// 24 GiB beside 8 GiB of boot memory, of which some pages are absent.
  private static var absentBootMemory: [DecisionVector] {
    [(300, 0, true), (300, 1, false), (301, 6967, true), (301, 6968, false)].map {
      (ratio: UInt32, absent: UInt64, isAllowed: Bool) in
      DecisionVector(
        id: "worked-odd-cases-p-ratio-\(ratio)-absent-\(absent)",
        policy: Policy(onlinePolicy: .autoMovable, autoMovableRatio: ratio),
        state: ExampleMachine.state([ExampleMachine.node(early: 2 << 20 - absent)]),
        query: .canOnlineMovable(pages: 6 << 20, groupID: nil, scope: .system),
        expect: .canOnlineMovable(isAllowed),
        note: "24 GiB beside 8 GiB less \(absent) pages")
    }
  }
}

extension OddExamples {
  /// A block whose three ways online are asked for.
  private struct Lookup {
    let name: String
    let note: String
    let ratio: UInt32
    let state: MemoryState
    let range: PageRange
    let nodeID: NodeID
    /// What `online` and `online_kernel` answer.
    let zones: (online: ZoneType, kernel: ZoneType)
  }

  private static var kernelLookups: [DecisionVector] {
    [refusedUnit, startedUnit, singleBlock, largeDevice, smallDevice].flatMap { lookup in
      [
        (OnlineType.online, lookup.zones.online),
        (.onlineKernel, lookup.zones.kernel),
        (.onlineMovable, .movable),
      ].map { type, zone in
        DecisionVector(
          id: "worked-odd-cases-\(lookup.name)-\(type.name)",
          policy: Policy(onlinePolicy: .autoMovable, autoMovableRatio: lookup.ratio),
          state: lookup.state,
          query: .zone(
            range: lookup.range, onlineType: type, nodeID: lookup.nodeID, groupID: 0),
          expect: .zone(zone, lookup.nodeID),
          note: lookup.note)
      }
    }
  }

  /// a: the refused unit looks at the memory past its end.
  private static var refusedUnit: Lookup {
    Lookup(
      name: "a",
      note: "512 MiB unit at 3.5 GiB, DMA32 ends at 3.75 GiB, refused",
      ratio: 301,
      state: ExampleMachine.state(
        [lowNode(early: 32_768)],
        [unitGroup(unitPages: 131_072, kernel: 0)]),
      range: block(atMiB: 3584), nodeID: 0, zones: (.normal, .dma32))
  }

  /// b: a unit with a kernel block looks at that block.
  private static var startedUnit: Lookup {
    var state = ExampleMachine.state(
      [lowNode(early: 32_768, hotplugged: 32_768)],
      [unitGroup(unitPages: 131_072, kernel: 32_768)])
    state.sections = [SectionRun(firstSection: 28, sectionCount: 1, zone: .dma32, nodeID: 0)]
    return Lookup(
      name: "b",
      note: "first block of the unit online in DMA32, the fourth asked for",
      ratio: 301, state: state, range: block(atMiB: 3968), nodeID: 0,
      zones: (.dma32, .normal))
  }

  /// c: a unit of one block looks at the block.
  private static var singleBlock: Lookup {
    Lookup(
      name: "c",
      note: "the place of case a, but units of one block, refused",
      ratio: 1,
      state: ExampleMachine.state(
        [lowNode(early: 32_768)],
        [unitGroup(unitPages: 32_768, kernel: 0)]),
      range: block(atMiB: 3584), nodeID: 0, zones: (.dma32, .dma32))
  }

  /// d: a refused static device looks at all of its memory from the block on.
  private static var largeDevice: Lookup {
    Lookup(
      name: "d",
      note: "static device of 1.125 GiB at 1 GiB, DMA32 from 2 to 3 GiB on node 1, refused",
      ratio: 10,
      state: deviceOnSecondNode(maxPages: 294_912),
      range: block(atMiB: 1024), nodeID: 1, zones: (.dma32, .normal))
  }

  /// e: a smaller device at the same place doesn't reach the zone.
  private static var smallDevice: Lookup {
    Lookup(
      name: "e",
      note: "static device of 128 MiB at 1.125 GiB, the same node, refused",
      ratio: 10,
      state: deviceOnSecondNode(maxPages: 32_768),
      range: block(atMiB: 1152), nodeID: 1, zones: (.normal, .normal))
  }

  /// Node 0 with a DMA32 zone that spans up to 3.75 GiB.
  private static func lowNode(early: UInt64, hotplugged: UInt64 = 0) -> Node {
    var node = Node(id: 0)
    node[.dma32] = Zone(
      startPFN: 4096, spannedPages: 983_040 - 4096,
      presentPages: early + hotplugged, presentEarlyPages: early)
    return node
  }

  private static func unitGroup(unitPages: UInt64, kernel: UInt64) -> MemoryGroup {
    MemoryGroup(
      id: 0, nodeID: 0, kind: .dynamic(unitPages: unitPages), presentKernelPages: kernel)
  }

  /// A machine whose node 1 has the memory from 2 to 3 GiB, and a static group
  /// without pages on that node.
  private static func deviceOnSecondNode(maxPages: UInt64) -> MemoryState {
    var second = Node(id: 1)
    second[.dma32] = Zone(
      startPFN: 524_288, spannedPages: 262_144, presentPages: 262_144,
      presentEarlyPages: 262_144)
    return ExampleMachine.state(
      [ExampleMachine.node(early: 8 << 20), second],
      [MemoryGroup(id: 0, nodeID: 1, kind: .static(maxPages: maxPages))])
  }

  private static func block(atMiB start: UInt64) -> PageRange {
    PageRange(
      startPFN: start * 256, pageCount: MemoryGeometry.minimumBlockPages)
  }
}
