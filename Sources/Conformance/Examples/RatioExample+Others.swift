// SPDX-License-Identifier: MIT

import AutoMovable

extension RatioExample {
  /// Other groups, nodes, and odd zones.
  static var others: [RatioExample] {
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
}
