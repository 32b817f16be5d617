// SPDX-License-Identifier: MIT

import AutoMovable
import Foundation
import Testing
import TextFiles

@testable import LiveSystem

@Suite struct PolicyProbesTests {
  private let probes: PolicyProbes

  init() throws {
    probes = PolicyProbes(layout: try .sample, pageArray: 0xffff_ea00_0000_0000)
  }

  private static let header = [
    "# tracer: nop", "#", "# entries-in-buffer/entries-written: 3/3   #P:1", "#",
  ]
  private static let call =
    "w-7 [000] ..... 1.0: decide: (zone_for_pfn_range+0x0/0x1) online_type=1 nid=0"
    + " group=0xffff888005b4b880 pfn=1081344 nr=32768 kernel=0 movable=32768 dynamic=1"
    + " unit_or_max=32768 group_nid=0"
  private static let answer =
    "w-7 [000] ..... 1.1: decided: (f+0x5c/0x1e0 <- zone_for_pfn_range) zone=\"Movable\" znode=0"
  private static let adjustment =
    "w-7 [000] ..... 1.2: adjust: (adjust_present_page_count+0x0/0x1) page=0xffffea0004200000"
    + " group=0xffff888005b4b880 nr=-32768"

  @Test func putsCallsAndAnswersTogether() throws {
    let group = CaptureGroup(
      address: 0xffff_8880_05b4_b880, nodeID: 0, kind: .dynamic(unitPages: 32768),
      presentKernelPages: 0, presentMovablePages: 32768)
    #expect(
      try probes.steps(trace: Self.header + [Self.call, Self.answer, Self.adjustment]) == [
        .decision(
          CaptureDecision(
            task: "w-7", onlineType: .online, nodeID: 0,
            range: PageRange(startPFN: 1_081_344, pageCount: 32768), group: group,
            zone: .movable, zoneNodeID: 0)),
        .adjustment(
          CaptureAdjustment(
            task: "w-7", pages: -32768, startPFN: 1_081_344,
            groupAddress: 0xffff_8880_05b4_b880)),
      ])
  }

  @Test func keepsThreadsApart() throws {
    let other = [Self.call, Self.answer].map {
      $0.replacingOccurrences(of: "w-7", with: "v-8")
        .replacingOccurrences(of: "Movable", with: "Normal")
    }
    let steps = try probes.steps(trace: [Self.call, other[0], other[1], Self.answer])
    let zones = steps.map { step in
      if case .decision(let decision) = step { decision.zone } else { ZoneType.device }
    }
    #expect(zones == [.normal, .movable])
  }

  @Test func aCallWithoutAGroupHasNone() throws {
    let call =
      "i-1 [0] . 1.0: decide: online_type=2 nid=0 group=0x0 pfn=0 nr=1 kernel=(fault)"
      + " movable=(fault) dynamic=(fault) unit_or_max=(fault) group_nid=(fault)"
    let steps = try probes.steps(trace: [call, "i-1 [0] . 1.0: decided: zone=\"DMA\" znode=0"])
    #expect(
      steps == [
        .decision(
          CaptureDecision(
            task: "i-1", onlineType: .onlineKernel, nodeID: 0,
            range: PageRange(startPFN: 0, pageCount: 1), group: nil, zone: .dma,
            zoneNodeID: 0))
      ])
  }

  @Test(arguments: [
    (["# entries-in-buffer/entries-written: 3/4   #P:1"], "lost events"),
    ([Self.answer], "answer without its call"),
    ([Self.call], "call without its answer"),
    (
      [Self.call, Self.answer.replacingOccurrences(of: "znode=0", with: "")],
      "answer without its call"
    ),
    (["w-7 [000] ..... 1.2: adjust: nr=1"], "incomplete"),
    (["w-7 [000] ..... 1.2: other: nr=1"], "unknown event"),
    (["garbage"], "no event"),
  ])
  func refuses(trace: [String], reason: String) throws {
    let error = #expect(throws: LiveError.self) { try probes.steps(trace: trace) }
    #expect(error?.description.contains(reason) == true)
  }

  @Test func writesStepsAsCapturesHoldThem() throws {
    let steps = try probes.steps(trace: [Self.call, Self.answer, Self.adjustment])
    var writer = JSONWriter()
    writer.list(steps)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self) == """
        [{"task":"w-7","online_type":1,"nid":0,"pfn":1081344,"nr":32768,\
        "group":{"id":"0xffff888005b4b880","kernel":0,"movable":32768,"dynamic":1,\
        "unit_or_max":32768,"nid":0},"zone":"Movable","znode":0},\
        {"task":"w-7","adjust":-32768,"group":"0xffff888005b4b880","pfn":1081344}]
        """)
  }
}
