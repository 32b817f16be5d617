// SPDX-License-Identifier: MIT

import AutoMovable

extension WorkedExample {
  /// Zones alone, and the target's own memory. The sums and outcomes are
  /// worked out by hand, not taken from the code under test.
  static let limit: [WorkedExample] = [
    WorkedExample(
      1, "empty system", ratio: 301, adding: 32_768, zones: [],
      sums: .zones(early: 0), .refusedByRequirement, isAllowed: false),
    WorkedExample(
      2, "4 GiB of boot memory, no group, one block", ratio: 301, adding: 32_768,
      zones: [.normal(early: 1_048_576)], sums: .zones(early: 1_048_576),
      .compared(kernelPages: 1_048_576, movablePages: 32_768, limit: 3_156_213),
      isAllowed: true),
    WorkedExample(
      3, "equality is allowed", ratio: 300, adding: 3_145_728,
      zones: [.normal(early: 1_048_576)], sums: .zones(early: 1_048_576),
      .compared(kernelPages: 1_048_576, movablePages: 3_145_728, limit: 3_145_728),
      isAllowed: true),
    WorkedExample(
      4, "one page over", ratio: 300, adding: 3_145_729,
      zones: [.normal(early: 1_048_576)], sums: .zones(early: 1_048_576),
      .compared(kernelPages: 1_048_576, movablePages: 3_145_729, limit: 3_145_728),
      isAllowed: false),
    WorkedExample(
      5, "the default's one percent more", ratio: 301, adding: 3_145_729,
      zones: [.normal(early: 1_048_576)], sums: .zones(early: 1_048_576),
      .compared(kernelPages: 1_048_576, movablePages: 3_145_729, limit: 3_156_213),
      isAllowed: true),
    WorkedExample(
      6, "301 * 33 / 100 is 99", ratio: 301, adding: 99,
      zones: [.normal(early: 33)], sums: .zones(early: 33),
      .compared(kernelPages: 33, movablePages: 99, limit: 99), isAllowed: true),
    WorkedExample(
      7, "301 * 33 / 100 is 99, one more", ratio: 301, adding: 100,
      zones: [.normal(early: 33)], sums: .zones(early: 33),
      .compared(kernelPages: 33, movablePages: 100, limit: 99), isAllowed: false),
    WorkedExample(
      8, "ratio 100", ratio: 100, adding: 1_048_576,
      zones: [.normal(early: 1_048_576)], sums: .zones(early: 1_048_576),
      .compared(kernelPages: 1_048_576, movablePages: 1_048_576, limit: 1_048_576),
      isAllowed: true),
    WorkedExample(
      9, "ratio 1, 100 early pages", ratio: 1, adding: 1,
      zones: [.normal(early: 100)], sums: .zones(early: 100),
      .compared(kernelPages: 100, movablePages: 1, limit: 1), isAllowed: true),
    WorkedExample(
      10, "ratio 1, 99 early pages", ratio: 1, adding: 1,
      zones: [.normal(early: 99)], sums: .zones(early: 99),
      .compared(kernelPages: 99, movablePages: 1, limit: 0), isAllowed: false),
    WorkedExample(
      11, "ratio 0, asked directly", ratio: 0, adding: 1,
      zones: [.normal(early: 1_048_576)], sums: .zones(early: 1_048_576),
      .compared(kernelPages: 1_048_576, movablePages: 1, limit: 0),
      isAllowed: false),
    WorkedExample(
      12, "ratio 0, no pages", ratio: 0, adding: 0,
      zones: [.normal(early: 1_048_576)], sums: .zones(early: 1_048_576),
      .compared(kernelPages: 1_048_576, movablePages: 0, limit: 0),
      isAllowed: true),
    WorkedExample(
      13, "hotplugged kernel pages don't count", ratio: 301, adding: 32_768,
      zones: [
        .normal(early: 1_048_576, present: 2_097_152), .movable(3_145_728),
      ],
      sums: .zones(early: 1_048_576, movable: 3_145_728),
      .compared(kernelPages: 1_048_576, movablePages: 3_178_496, limit: 3_156_213),
      isAllowed: false),
    WorkedExample(
      14, "the target's own kernel pages count", ratio: 300, adding: 98_304,
      zones: oneBlockAbove12GiB,
      groups: [.dynamic(kernel: 32_768, movable: 3_145_728)], target: 0,
      sums: .zones(early: 1_048_576, movable: 3_145_728),
      .compared(kernelPages: 1_081_344, movablePages: 3_244_032, limit: 3_244_032),
      isAllowed: true),
    WorkedExample(
      15, "a bystander needs what its own kernel pages don't cover", ratio: 300,
      adding: 98_304, zones: oneBlockAbove12GiB,
      groups: [.dynamic(kernel: 32_768, movable: 3_145_728)],
      sums: Sums(
        early: 1_048_576, movable: 3_145_728, required: 1_015_808,
        groupMovable: 3_145_728),
      .compared(kernelPages: 32_768, movablePages: 98_304, limit: 98_304),
      isAllowed: true),
    WorkedExample(
      16, "a bystander, one page more", ratio: 300, adding: 98_305,
      zones: oneBlockAbove12GiB,
      groups: [.dynamic(kernel: 32_768, movable: 3_145_728)],
      sums: Sums(
        early: 1_048_576, movable: 3_145_728, required: 1_015_808,
        groupMovable: 3_145_728),
      .compared(kernelPages: 32_768, movablePages: 98_305, limit: 98_304),
      isAllowed: false),
    WorkedExample(
      17, "a static target's kernel pages don't count", ratio: 300, adding: 1,
      zones: oneBlockAbove12GiB,
      groups: [.static(kernel: 32_768, movable: 3_145_728)], target: 0,
      sums: .zones(early: 1_048_576, movable: 3_145_728),
      .compared(kernelPages: 1_048_576, movablePages: 3_145_729, limit: 3_145_728),
      isAllowed: false),
  ]

  private static let oneBlockAbove12GiB: [ExampleZone] = [
    .normal(early: 1_048_576, present: 1_081_344), .movable(3_145_728),
  ]
}
