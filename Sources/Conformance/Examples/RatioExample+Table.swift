// SPDX-License-Identifier: MIT

import AutoMovable

extension RatioExample {
  /// All worked cases, by number.
  public static var all: [RatioExample] { basics + others + extremes }

  /// The comparison, rounding, and whose kernel pages count.
  private static var basics: [RatioExample] {
    [
      row(
        1, "empty system",
        ratio: 301, adding: 32_768,
        nodes: [],
        sums: (0, 0, 0, 0), false),
      row(
        2, "4 GiB early, no group, one block",
        ratio: 301, adding: 32_768,
        nodes: [node(early: 1_048_576)],
        sums: (1_048_576, 0, 0, 0), true),
      row(
        3, "equality is allowed",
        ratio: 300, adding: 3_145_728,
        nodes: [node(early: 1_048_576)],
        sums: (1_048_576, 0, 0, 0), true),
      row(
        4, "one page over",
        ratio: 300, adding: 3_145_729,
        nodes: [node(early: 1_048_576)],
        sums: (1_048_576, 0, 0, 0), false),
      row(
        5, "+1 % of the default",
        ratio: 301, adding: 3_145_729,
        nodes: [node(early: 1_048_576)],
        sums: (1_048_576, 0, 0, 0), true),
      row(
        6, "floor: 301*33/100 = 99",
        ratio: 301, adding: 99,
        nodes: [node(early: 33)],
        sums: (33, 0, 0, 0), true),
      row(
        7, "floor: 301*33/100 = 99, one more",
        ratio: 301, adding: 100,
        nodes: [node(early: 33)],
        sums: (33, 0, 0, 0), false),
      row(
        8, "ratio 100",
        ratio: 100, adding: 1_048_576,
        nodes: [node(early: 1_048_576)],
        sums: (1_048_576, 0, 0, 0), true),
      row(
        9, "ratio 1, 100 early pages",
        ratio: 1, adding: 1,
        nodes: [node(early: 100)],
        sums: (100, 0, 0, 0), true),
      row(
        10, "ratio 1, 99 early pages",
        ratio: 1, adding: 1,
        nodes: [node(early: 99)],
        sums: (99, 0, 0, 0), false),
      row(
        11, "ratio 0 (called directly)",
        ratio: 0, adding: 1,
        nodes: [node(early: 1_048_576)],
        sums: (1_048_576, 0, 0, 0), false),
      row(
        12, "ratio 0, nr 0",
        ratio: 0, adding: 0,
        nodes: [node(early: 1_048_576)],
        sums: (1_048_576, 0, 0, 0), true),
      row(
        13, "hotplugged kernel pages do not count",
        ratio: 301, adding: 32_768,
        nodes: [node(early: 1 << 20, movable: 3 << 20, hotplugged: 8 << 20)],
        sums: (1_048_576, 3_145_728, 0, 0), false),
      row(
        14, "own dynamic kernel pages do count",
        ratio: 300, adding: 98_304,
        nodes: [node(early: 1 << 20, movable: 3 << 20, hotplugged: 32_768)],
        groups: [dynamic(0, kernel: 32_768, movable: 3 << 20)], target: 0,
        sums: (1_048_576, 3_145_728, 0, 0), true),
      row(
        15, "no target: the group reserves only what its own kernel pages do not cover",
        ratio: 300, adding: 98_304,
        nodes: [node(early: 1 << 20, movable: 3 << 20, hotplugged: 32_768)],
        groups: [dynamic(0, kernel: 32_768, movable: 3 << 20)],
        sums: (1_048_576, 3_145_728, 1_015_808, 3_145_728), true),
      row(
        16, "same, one page more",
        ratio: 300, adding: 98_305,
        nodes: [node(early: 1 << 20, movable: 3 << 20, hotplugged: 32_768)],
        groups: [dynamic(0, kernel: 32_768, movable: 3 << 20)],
        sums: (1_048_576, 3_145_728, 1_015_808, 3_145_728), false),
      row(
        17, "static target: its own kernel pages do not count",
        ratio: 300, adding: 1,
        nodes: [node(early: 1 << 20, movable: 3 << 20, hotplugged: 32_768)],
        groups: [device(kernel: 32_768, movable: 3 << 20)], target: 0,
        sums: (1_048_576, 3_145_728, 0, 0), false),
    ]
  }

  /// Other groups, nodes, and odd zones.
  private static var others: [RatioExample] {
    [
      row(
        18, "another group's need is reserved",
        ratio: 300, adding: 1_572_864,
        nodes: [node(early: 1_048_576, movable: 1_572_864)],
        groups: [dynamic(0, movable: 1_572_864)],
        sums: (1_048_576, 1_572_864, 524_288, 1_572_864), true),
      row(
        19, "another group's need is reserved, +1",
        ratio: 300, adding: 1_572_865,
        nodes: [node(early: 1_048_576, movable: 1_572_864)],
        groups: [dynamic(0, movable: 1_572_864)],
        sums: (1_048_576, 1_572_864, 524_288, 1_572_864), false),
      row(
        20, "another group that is self-sufficient",
        ratio: 300, adding: 3_145_728,
        nodes: [node(early: 1 << 20, movable: 1_572_864, hotplugged: 524_288)],
        groups: [dynamic(0, kernel: 524_288, movable: 1_572_864)],
        sums: (1_048_576, 1_572_864, 0, 1_572_864), true),
      row(
        21, "surplus kernel of another group is not shared",
        ratio: 300, adding: 3_145_729,
        nodes: [node(early: 1 << 20, hotplugged: 524_288)],
        groups: [dynamic(0, kernel: 524_288)],
        sums: (1_048_576, 0, 0, 0), false),
      row(
        22, "req == kernel: refused (`<=`)",
        ratio: 100, adding: 0,
        nodes: [node(early: 1000, movable: 1000)],
        groups: [dynamic(0, movable: 1000)],
        sums: (1000, 1000, 1000, 1000), false),
      row(
        23, "req == kernel, own kernel cannot help",
        ratio: 100, adding: 0,
        nodes: [node(early: 1000, movable: 1000, hotplugged: 500)],
        groups: [dynamic(0, kernel: 500), dynamic(1, movable: 1000)], target: 0,
        sums: (1000, 1000, 1000, 1000), false),
      row(
        24, "early 0, own dynamic kernel cannot help",
        ratio: 301, adding: 1,
        nodes: [node(early: 0, hotplugged: 32_768)],
        groups: [dynamic(0, kernel: 32_768)], target: 0,
        sums: (0, 0, 0, 0), false),
      row(
        25, "group on node 1, node 0 asked: filtered",
        ratio: 100, in: .node(0), adding: 500,
        nodes: [node(early: 1000, movable: 500), node(1, early: 9, movable: 400)],
        groups: [dynamic(0, movable: 500), dynamic(1, on: 1, movable: 400)], target: 0,
        sums: (1000, 500, 0, 0), true),
      row(
        26, "same, global pass",
        ratio: 100, adding: 500,
        nodes: [node(early: 1000, movable: 500), node(1, early: 9, movable: 400)],
        groups: [dynamic(0, movable: 500), dynamic(1, on: 1, movable: 400)], target: 0,
        sums: (1009, 900, 400, 400), false),
      row(
        27, "node without early memory",
        ratio: 301, in: .node(1), adding: 1,
        nodes: [node(early: 1 << 20), node(1, early: 0, hotplugged: 32_768)],
        sums: (0, 0, 0, 0), false),
      row(
        28, "CMA moves pages to the movable side",
        ratio: 100, adding: 200,
        nodes: [node(.normal, zone(present: 1000, early: 1000, cma: 400))],
        sums: (600, 400, 0, 0), true),
      row(
        29, "same, one more",
        ratio: 100, adding: 201,
        nodes: [node(.normal, zone(present: 1000, early: 1000, cma: 400))],
        sums: (600, 400, 0, 0), false),
      row(
        30, "cma > early: u64 underflow, then wrap in ratio*kernel",
        ratio: 301, adding: 32_768,
        nodes: [node(.normal, zone(present: 400, early: 0, cma: 400))],
        sums: (0 &- 400, 400, 0, 0), true),
      row(
        31, "cma > early, ratio 1: limit 2^64/100",
        ratio: 1, adding: 32_768,
        nodes: [node(.normal, zone(present: 400, early: 0, cma: 400))],
        sums: (0 &- 400, 400, 0, 0), true),
      row(
        32, "cma in an unpopulated zone is ignored",
        ratio: 100, adding: 1000,
        nodes: [withUnpopulatedZone(node(early: 1000))],
        sums: (1000, 0, 0, 0), true),
      row(
        33, "ZONE_DEVICE counted as kernel if it had pages",
        ratio: 100, adding: 7,
        nodes: [node(.device, zone(present: 7, early: 7))],
        sums: (7, 0, 0, 0), true),
      row(
        34, "early pages in ZONE_MOVABLE do not count",
        ratio: 100, adding: 91,
        nodes: [withEarlyMovable(node(early: 100, movable: 10))],
        sums: (100, 10, 0, 0), false),
    ]
  }

  /// Extreme ratios and wrapped sums.
  private static var extremes: [RatioExample] {
    [
      row(
        35, "ratio 2^31-1",
        ratio: 2_147_483_647, adding: 32_768,
        nodes: [node(early: 1_048_576, movable: 262_144)],
        groups: [dynamic(0, movable: 262_144)],
        sums: (1_048_576, 262_144, 0, 262_144), true),
      row(
        36, "ratio 2^31: negative in the group term, req 0",
        ratio: 2_147_483_648, adding: 32_768,
        nodes: [node(early: 1_048_576, movable: 262_144)],
        groups: [dynamic(0, movable: 262_144)],
        sums: (1_048_576, 262_144, 0, 262_144), true),
      row(
        37, "ratio 2^32-1: group term divides by 2^64-1",
        ratio: 4_294_967_295, adding: 32_768,
        nodes: [node(early: 1_048_576, movable: 262_144)],
        groups: [dynamic(0, movable: 262_144)],
        sums: (1_048_576, 262_144, 0, 262_144), true),
      row(
        38, "ratio 2^32-1, early 2^32+1: product 2^64-1, no wrap",
        ratio: 4_294_967_295, adding: 32_768,
        nodes: [node(early: 4_294_967_297)],
        sums: (4_294_967_297, 0, 0, 0), true),
      row(
        39, "ratio 2^32-1, early 2^32+2 (16 TiB + 8 KiB): product wraps",
        ratio: 4_294_967_295, adding: 42_949_672,
        nodes: [node(early: 4_294_967_298)],
        sums: (4_294_967_298, 0, 0, 0), true),
      row(
        40, "same, one more",
        ratio: 4_294_967_295, adding: 42_949_673,
        nodes: [node(early: 4_294_967_298)],
        sums: (4_294_967_298, 0, 0, 0), false),
      row(
        41, "movable 2^62: movable*100 wraps to 0, other group's req collapses",
        ratio: 100, adding: 1000,
        nodes: [node(early: 1000, movable: 4_611_686_018_427_387_904)],
        groups: [dynamic(0, movable: 1 << 62)],
        sums: (1000, 4_611_686_018_427_387_904, 0, 4_611_686_018_427_387_904), true),
      row(
        42, "ratio 1, quotient just below 2^63: req is huge",
        ratio: 1, adding: 0,
        nodes: [node(early: 1_000_000, movable: 92_233_720_368_547_758)],
        groups: [dynamic(0, movable: 92_233_720_368_547_758)],
        sums: (1_000_000, 92_233_720_368_547_758, 9_223_372_036_854_775_800, 92_233_720_368_547_758), false),
      row(
        43, "ratio 1, quotient >= 2^63: negative as i64, req 0",
        ratio: 1, adding: 10_000,
        nodes: [node(early: 1_000_000, movable: 92_233_720_368_547_759)],
        groups: [dynamic(0, movable: 92_233_720_368_547_759)],
        sums: (1_000_000, 92_233_720_368_547_759, 0, 92_233_720_368_547_759), true),
      row(
        44, "other group kernel 2^63+11: i64 wraps to a positive need",
        ratio: 100, adding: 0,
        nodes: [node(early: 1_000_000)],
        groups: [dynamic(0, kernel: 1 << 63 + 11, movable: 10)],
        sums: (1_000_000, 0, 9_223_372_036_854_775_807, 10), false),
      row(
        45, "movable - group movable wraps below 0",
        ratio: 100, adding: 500,
        nodes: [node(early: 1000)],
        groups: [dynamic(0, movable: 500)],
        sums: (1000, 0, 500, 500), true),
      row(
        46, "... and is repaired by nr_pages",
        ratio: 100, adding: 1000,
        nodes: [node(early: 1000)],
        groups: [dynamic(0, movable: 500)],
        sums: (1000, 0, 500, 500), true),
      row(
        47, "nr_pages = 2^64-1 acts as -1",
        ratio: 100, adding: .max,
        nodes: [node(early: 1000, movable: 1001)],
        sums: (1000, 1001, 0, 0), true),
      row(
        48, "group with kernel > need adds nothing to req",
        ratio: 300, adding: 3_145_728,
        nodes: [node(early: 1 << 20, movable: 98_304, hotplugged: 65_536)],
        groups: [dynamic(0, kernel: 65_536, movable: 98_304)],
        sums: (1_048_576, 98_304, 0, 98_304), true),
    ]
  }
}

// MARK: - Shorthands of the table

private func row(
  _ number: Int, _ name: String, ratio: UInt32, in scope: Scope = .system,
  adding pages: UInt64, nodes: [Node], groups: [MemoryGroup] = [],
  target: MemoryGroupID? = nil,
  sums: (early: UInt64, movable: UInt64, required: UInt64, groupMovable: UInt64),
  _ isAllowed: Bool
) -> RatioExample {
  RatioExample(
    number: number, name: name, ratio: ratio, scope: scope, pages: pages,
    state: ExampleMachine.state(nodes, groups), groupID: target,
    sums: RatioExample.Sums(
      early: sums.early, movable: sums.movable, required: sums.required,
      groupMovable: sums.groupMovable),
    isAllowed: isAllowed)
}

private func node(
  _ id: NodeID = 0, early: UInt64, movable: UInt64 = 0, hotplugged: UInt64 = 0
) -> Node {
  ExampleMachine.node(id, early: early, movable: movable, hotplugged: hotplugged)
}

/// Node 0 with one zone.
private func node(_ type: ZoneType, _ zone: Zone) -> Node {
  var node = Node(id: 0)
  node[type] = zone
  return node
}

private func zone(present: UInt64, early: UInt64, cma: UInt64 = 0) -> Zone {
  ExampleMachine.zone(present: present, early: early, cma: cma)
}

private func dynamic(
  _ id: MemoryGroupID, on node: NodeID = 0, kernel: UInt64 = 0,
  movable: UInt64 = 0
) -> MemoryGroup {
  ExampleMachine.dynamic(id, on: node, kernel: kernel, movable: movable)
}

/// A static group that is as large as its pages.
private func device(kernel: UInt64, movable: UInt64) -> MemoryGroup {
  MemoryGroup(
    id: 0, nodeID: 0, kind: .static(maxPages: kernel + movable),
    presentKernelPages: kernel, presentMovablePages: movable)
}

/// The node with a zone that has counters but no pages.
private func withUnpopulatedZone(_ node: Node) -> Node {
  var node = node
  node[.dma32].presentEarlyPages = 100
  node[.dma32].cmaPages = 500
  return node
}

/// The node with all of its movable memory there since boot.
private func withEarlyMovable(_ node: Node) -> Node {
  var node = node
  node[.movable].presentEarlyPages = node[.movable].presentPages
  return node
}
