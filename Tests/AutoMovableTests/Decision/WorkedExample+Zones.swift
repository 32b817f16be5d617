// SPDX-License-Identifier: MIT

import AutoMovable

extension WorkedExample {
  /// Other groups, nodes, and which zones count as what.
  static let zonesAndGroups: [WorkedExample] = [
    WorkedExample(
      18, "another group's need is reserved", ratio: 300, adding: 1_572_864,
      zones: [.normal(early: 1_048_576), .movable(1_572_864)],
      groups: [.dynamic(movable: 1_572_864)],
      sums: Sums(
        early: 1_048_576, movable: 1_572_864, required: 524_288,
        groupMovable: 1_572_864),
      .compared(kernelPages: 524_288, movablePages: 1_572_864, limit: 1_572_864),
      isAllowed: true),
    WorkedExample(
      19, "another group's need is reserved, one more", ratio: 300,
      adding: 1_572_865,
      zones: [.normal(early: 1_048_576), .movable(1_572_864)],
      groups: [.dynamic(movable: 1_572_864)],
      sums: Sums(
        early: 1_048_576, movable: 1_572_864, required: 524_288,
        groupMovable: 1_572_864),
      .compared(kernelPages: 524_288, movablePages: 1_572_865, limit: 1_572_864),
      isAllowed: false),
    WorkedExample(
      20, "another group that suffices for itself", ratio: 300, adding: 3_145_728,
      zones: [
        .normal(early: 1_048_576, present: 2_097_152), .movable(1_572_864),
      ],
      groups: [.dynamic(kernel: 1_048_576, movable: 1_572_864)],
      sums: Sums(
        early: 1_048_576, movable: 1_572_864, required: 0, groupMovable: 1_572_864),
      .compared(kernelPages: 1_048_576, movablePages: 3_145_728, limit: 3_145_728),
      isAllowed: true),
    WorkedExample(
      21, "another group's surplus isn't shared", ratio: 300, adding: 3_145_729,
      zones: [.normal(early: 1_048_576, present: 2_097_152)],
      groups: [.dynamic(kernel: 1_048_576)], sums: .zones(early: 1_048_576),
      .compared(kernelPages: 1_048_576, movablePages: 3_145_729, limit: 3_145_728),
      isAllowed: false),
    WorkedExample(
      22, "a requirement of all boot memory refuses", ratio: 100, adding: 0,
      zones: [.normal(early: 1000), .movable(1000)],
      groups: [.dynamic(movable: 1000)],
      sums: Sums(early: 1000, movable: 1000, required: 1000, groupMovable: 1000),
      .refusedByRequirement, isAllowed: false),
    WorkedExample(
      23, "a requirement of all boot memory, own kernel pages don't help",
      ratio: 100, adding: 0,
      zones: [.normal(early: 1000, present: 6000), .movable(1000)],
      groups: [.dynamic(movable: 1000), .dynamic(kernel: 5000)], target: 1,
      sums: Sums(early: 1000, movable: 1000, required: 1000, groupMovable: 1000),
      .refusedByRequirement, isAllowed: false),
    WorkedExample(
      24, "no boot memory, own kernel pages don't help", ratio: 301, adding: 1,
      zones: [.normal(early: 0, present: 32_768)],
      groups: [.dynamic(kernel: 32_768)], target: 0, sums: .zones(early: 0),
      .refusedByRequirement, isAllowed: false),
    WorkedExample(
      25, "a group of node 1 doesn't count on node 0", ratio: 100, in: .node(0),
      adding: 500, zones: twoNodes,
      groups: [.dynamic(movable: 500), .dynamic(movable: 400, node: 1)],
      target: 0, sums: .zones(early: 1000, movable: 500),
      .compared(kernelPages: 1000, movablePages: 1000, limit: 1000),
      isAllowed: true),
    WorkedExample(
      26, "a group of node 1 counts system-wide", ratio: 100, adding: 500,
      zones: twoNodes,
      groups: [.dynamic(movable: 500), .dynamic(movable: 400, node: 1)],
      target: 0,
      sums: Sums(early: 1009, movable: 900, required: 400, groupMovable: 400),
      .compared(kernelPages: 609, movablePages: 1000, limit: 609),
      isAllowed: false),
    WorkedExample(
      27, "a node without boot memory", ratio: 301, in: .node(1), adding: 1,
      zones: [.normal(early: 1_048_576)], sums: .zones(early: 0),
      .refusedByRequirement, isAllowed: false),
    WorkedExample(
      28, "contiguous-allocation memory is movable", ratio: 100, adding: 200,
      zones: [.normal(early: 1000, cma: 400)],
      sums: .zones(early: 600, movable: 400),
      .compared(kernelPages: 600, movablePages: 600, limit: 600), isAllowed: true),
    WorkedExample(
      29, "contiguous-allocation memory is movable, one more", ratio: 100,
      adding: 201, zones: [.normal(early: 1000, cma: 400)],
      sums: .zones(early: 600, movable: 400),
      .compared(kernelPages: 600, movablePages: 601, limit: 600),
      isAllowed: false),
    WorkedExample(
      30, "more contiguous-allocation memory than boot memory", ratio: 301,
      adding: 32_768, zones: [.normal(early: 0, present: 1000, cma: 400)],
      sums: .zones(early: 0 &- 400, movable: 400),
      .compared(
        kernelPages: 0 &- 400, movablePages: 33_168,
        limit: 184_467_440_737_094_312),
      isAllowed: true),
    WorkedExample(
      31, "more contiguous-allocation memory than boot memory, ratio 1", ratio: 1,
      adding: 32_768, zones: [.normal(early: 0, present: 1000, cma: 400)],
      sums: .zones(early: 0 &- 400, movable: 400),
      .compared(
        kernelPages: 0 &- 400, movablePages: 33_168,
        limit: 184_467_440_737_095_512),
      isAllowed: true),
    WorkedExample(
      32, "an unpopulated zone is ignored", ratio: 100, adding: 1000,
      zones: [
        .normal(early: 1000),
        ExampleZone(
          nodeID: 0, type: .dma32, zone: Zone(presentEarlyPages: 77, cmaPages: 400)),
      ],
      sums: .zones(early: 1000),
      .compared(kernelPages: 1000, movablePages: 1000, limit: 1000),
      isAllowed: true),
    WorkedExample(
      33, "device memory would count as kernel memory", ratio: 100, adding: 7,
      zones: [
        ExampleZone(
          nodeID: 0, type: .device,
          zone: Zone(presentPages: 7, presentEarlyPages: 7))
      ],
      sums: .zones(early: 7),
      .compared(kernelPages: 7, movablePages: 7, limit: 7), isAllowed: true),
    WorkedExample(
      34, "boot memory in ZONE_MOVABLE doesn't count as kernel memory",
      ratio: 100, adding: 91,
      zones: [.normal(early: 100), .movable(10, early: 10)],
      sums: .zones(early: 100, movable: 10),
      .compared(kernelPages: 100, movablePages: 101, limit: 100),
      isAllowed: false),
  ]

  private static let twoNodes: [ExampleZone] = [
    .normal(early: 1000), .movable(500), .normal(early: 9, node: 1),
    .movable(400, node: 1),
  ]
}
