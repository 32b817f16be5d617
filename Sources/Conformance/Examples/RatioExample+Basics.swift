// SPDX-License-Identifier: MIT

import AutoMovable

extension RatioExample {
  /// The comparison, rounding, and whose kernel pages count.
  static var basics: [RatioExample] {
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
}
