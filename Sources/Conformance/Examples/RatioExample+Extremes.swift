// SPDX-License-Identifier: MIT

import AutoMovable

extension RatioExample {
  /// Extreme ratios and wrapped sums.
  static var extremes: [RatioExample] {
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
        sums: (
          1_000_000, 92_233_720_368_547_758, 9_223_372_036_854_775_800, 92_233_720_368_547_758
        ), false),
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
