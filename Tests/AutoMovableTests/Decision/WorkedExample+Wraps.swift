// SPDX-License-Identifier: MIT

import AutoMovable

extension WorkedExample {
  /// Where products, differences and conversions turn over.
  static let wraps: [WorkedExample] = [
    WorkedExample(
      35, "ratio 2^31 - 1", ratio: 2_147_483_647, adding: 32_768,
      zones: [.normal(early: 1_048_576), .movable(262_144)],
      groups: [.dynamic(movable: 262_144)], sums: unneeded,
      .compared(
        kernelPages: 1_048_576, movablePages: 32_768, limit: 22_517_998_126_366),
      isAllowed: true),
    WorkedExample(
      36, "ratio 2^31 is negative in the requirement", ratio: 2_147_483_648,
      adding: 32_768, zones: [.normal(early: 1_048_576), .movable(262_144)],
      groups: [.dynamic(movable: 262_144)], sums: unneeded,
      .compared(
        kernelPages: 1_048_576, movablePages: 32_768, limit: 22_517_998_136_852),
      isAllowed: true),
    WorkedExample(
      37, "ratio 2^32 - 1 is -1 in the requirement", ratio: 4_294_967_295,
      adding: 32_768, zones: [.normal(early: 1_048_576), .movable(262_144)],
      groups: [.dynamic(movable: 262_144)], sums: unneeded,
      .compared(
        kernelPages: 1_048_576, movablePages: 32_768, limit: 45_035_996_263_219),
      isAllowed: true),
    WorkedExample(
      38, "a product of 2^64 - 1", ratio: 4_294_967_295, adding: 32_768,
      zones: [.normal(early: 4_294_967_297)],
      sums: .zones(early: 4_294_967_297),
      .compared(
        kernelPages: 4_294_967_297, movablePages: 32_768,
        limit: 184_467_440_737_095_516),
      isAllowed: true),
    WorkedExample(
      39, "a product that wraps, from 16 TiB + 8 KiB on", ratio: 4_294_967_295,
      adding: 42_949_672, zones: [.normal(early: 4_294_967_298)],
      sums: .zones(early: 4_294_967_298),
      .compared(
        kernelPages: 4_294_967_298, movablePages: 42_949_672, limit: 42_949_672),
      isAllowed: true),
    WorkedExample(
      40, "a product that wraps, one more", ratio: 4_294_967_295,
      adding: 42_949_673, zones: [.normal(early: 4_294_967_298)],
      sums: .zones(early: 4_294_967_298),
      .compared(
        kernelPages: 4_294_967_298, movablePages: 42_949_673, limit: 42_949_672),
      isAllowed: false),
    WorkedExample(
      41, "a group's product wraps to 0", ratio: 100, adding: 1000,
      zones: [.normal(early: 1000), .movable(1 << 62)],
      groups: [.dynamic(movable: 1 << 62)],
      sums: Sums(
        early: 1000, movable: 1 << 62, required: 0, groupMovable: 1 << 62),
      .compared(kernelPages: 1000, movablePages: 1000, limit: 1000),
      isAllowed: true),
    WorkedExample(
      42, "a group's quotient just below 2^63", ratio: 1, adding: 0,
      zones: [.normal(early: 1_000_000), .movable(92_233_720_368_547_758)],
      groups: [.dynamic(movable: 92_233_720_368_547_758)],
      sums: Sums(
        early: 1_000_000, movable: 92_233_720_368_547_758,
        required: 9_223_372_036_854_775_800, groupMovable: 92_233_720_368_547_758),
      .refusedByRequirement, isAllowed: false),
    WorkedExample(
      43, "a group's quotient from 2^63 on is negative", ratio: 1, adding: 10_000,
      zones: [.normal(early: 1_000_000), .movable(92_233_720_368_547_759)],
      groups: [.dynamic(movable: 92_233_720_368_547_759)],
      sums: Sums(
        early: 1_000_000, movable: 92_233_720_368_547_759, required: 0,
        groupMovable: 92_233_720_368_547_759),
      .compared(kernelPages: 1_000_000, movablePages: 10_000, limit: 10_000),
      isAllowed: true),
    WorkedExample(
      44, "a group's difference wraps to a positive need", ratio: 100, adding: 0,
      zones: [.normal(early: 1_000_000)],
      groups: [.dynamic(kernel: (1 << 63) + 11, movable: 10)],
      sums: Sums(
        early: 1_000_000, movable: 0, required: 9_223_372_036_854_775_807,
        groupMovable: 10),
      .refusedByRequirement, isAllowed: false),
    WorkedExample(
      45, "movable memory less that of groups wraps", ratio: 100, adding: 500,
      zones: [.normal(early: 1000)], groups: [.dynamic(movable: 500)],
      sums: Sums(early: 1000, movable: 0, required: 500, groupMovable: 500),
      .compared(kernelPages: 500, movablePages: 0, limit: 500), isAllowed: true),
    WorkedExample(
      46, "movable memory less that of groups wraps, and back", ratio: 100,
      adding: 1000, zones: [.normal(early: 1000)],
      groups: [.dynamic(movable: 500)],
      sums: Sums(early: 1000, movable: 0, required: 500, groupMovable: 500),
      .compared(kernelPages: 500, movablePages: 500, limit: 500), isAllowed: true),
    WorkedExample(
      47, "2^64 - 1 pages are -1", ratio: 100, adding: .max,
      zones: [.normal(early: 1000), .movable(1001)],
      sums: .zones(early: 1000, movable: 1001),
      .compared(kernelPages: 1000, movablePages: 1000, limit: 1000),
      isAllowed: true),
    WorkedExample(
      48, "a group with more kernel pages than it needs", ratio: 300,
      adding: 3_145_728,
      zones: [.normal(early: 1_048_576, present: 1_114_112), .movable(98_304)],
      groups: [.dynamic(kernel: 65_536, movable: 98_304)],
      sums: Sums(
        early: 1_048_576, movable: 98_304, required: 0, groupMovable: 98_304),
      .compared(kernelPages: 1_048_576, movablePages: 3_145_728, limit: 3_145_728),
      isAllowed: true),
  ]

  private static let unneeded = Sums(
    early: 1_048_576, movable: 262_144, required: 0, groupMovable: 262_144)
}
