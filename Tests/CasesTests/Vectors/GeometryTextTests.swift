// SPDX-License-Identifier: MIT

import AutoMovable
import CaseSupport
import Cases
import Testing
import TextFiles

/// Geometries in files: names and objects, wherever they stand, and what they refuse.
struct GeometryTextTests {
  private static let zones =
    #"[{"zone":"Normal","present_pages":65536,"present_early_pages":65536}]"#

  /// A vector that is right with pages of 64 KiB and sections of 512 MiB alone.
  private static func line(_ geometry: String, isLast: Bool = false, node: String = "0")
    -> VectorLine
  {
    let field = #""geometry":\#(geometry)"#
    return VectorLine(
      #"{"id":"a",\#(isLast ? "" : field + ",")"params":{"online_policy":"auto-movable","#
        + #""auto_movable_ratio":301,"auto_movable_numa_aware":true},"nodes":[{"nid":\#(node),"#
        + #""zones":\#(zones)}],"groups":[{"mgid":0,"nid":0,"is_dynamic":true,"unit_pages":8192}],"#
        + #""query":{"function":"zone_for_pfn_range","online_type":"online","nid":0,"mgid":0,"#
        + #""start_pfn":131072,"nr_pages":8192}\#(isLast ? "," + field : "")}"#)
  }

  @Test(arguments: [
    #""arm64-64k""#, #"{"page_size_bytes":65536,"section_size_bytes":536870912}"#,
    #"{"section_size_bytes":536870912,"cma":true,"numa":true,"page_size_bytes":65536,"note":"n","#
      + #""zones":["Device","Movable","Normal","DMA32","DMA"]}"#,
  ])
  func mayBeANameOrAnObject(_ text: String) throws {
    for isLast in [false, true] {
      let vector = try Self.line(text, isLast: isLast).decoded
      #expect(vector.state.geometry == .arm64With64KiB)
      #expect(vector.state.groups.blockPages == 8192)
      let again = try VectorLine(vector.line).decoded
      #expect(again.line == vector.line)
      #expect(vector.line.contains(#""geometry":"arm64-64k""#))
    }
  }

  @Test
  func isWrittenAsAnObjectIfItHasNoName() throws {
    let text =
      #"{"page_size_bytes":65536,"section_size_bytes":536870912,"zones":["Normal","Movable"],"#
      + #""numa":false,"cma":false}"#
    let vector = try Self.line(text).decoded
    #expect(vector.line.contains(#""geometry":"# + text))
    #expect(try VectorLine(vector.line).decoded.state.geometry == vector.state.geometry)
    // There is no such parameter then.
    #expect(!vector.policy.isAutoMovableNUMAAware)
  }

  @Test
  func isThatOfX86UnlessSaid() throws {
    let vector = try VectorLine.full.decoded
    #expect(vector.state.geometry == .x86_64)
    #expect(!vector.line.contains("geometry"))
    let said = try VectorLine.full.replacing(
      #""id":"full","#, by: #""id":"full","geometry":"x86_64","#)
    #expect(try said.decoded.line == vector.line)
  }

  /// A geometry, and what is wrong with it.
  static let faults: [(String, String)] = [
    (
      #""arm64""#,
      "geometry: expected an object or x86_64, arm64-64k, arm64-16k, arm64-4k, s390x, ppc64, "
        + #"riscv64, found "arm64""#
    ),
    ("7", "geometry: expected an object or a name, found 7"),
    (
      #"{"page_size_bytes":8191}"#,
      "geometry.page_size_bytes: expected a power of two from 4096 to 65536, found 8191"
    ),
    (
      #"{"section_size_bytes":8388608}"#,
      "geometry.section_size_bytes: expected a power of two from 16777216 to 17179869184, "
        + "found 8388608"
    ),
    (
      #"{"zones":["Normal"]}"#,
      "geometry.zones: Movable is missing, which every kernel has"
    ),
    (
      #"{"zones":["Normal","Movable","Normal"]}"#, "geometry.zones[2]: Normal occurs twice"
    ),
    (
      #"{"zones":["HighMem"]}"#,
      "geometry.zones[0]: expected DMA, DMA32, Normal, Movable or Device, found \"HighMem\""
    ),
    (
      #"{"pages":1}"#,
      "geometry.pages: unknown field, expected page_size_bytes, section_size_bytes, zones, numa, "
        + "cma or note"
    ),
    (#"{"numa":1}"#, "geometry.numa: expected true or false, found 1"),
    // What is right elsewhere.
    (
      #""x86_64""#,
      "groups[0].unit_pages: expected a power of two of at least 32768 on x86_64, found 8192"
    ),
    (
      #""s390x""#,
      "groups[0].unit_pages: expected a power of two of at least 65536 on s390x, found 8192"
    ),
  ]

  @Test(arguments: faults.indices)
  func refuses(_ index: Int) {
    let (geometry, problem) = Self.faults[index]
    #expect(Self.line(geometry).problem == problem)
  }

  @Test
  func refusesZonesThatAreNotConfigured() throws {
    func problem(_ geometry: String, _ part: String, by other: String) throws -> String? {
      try VectorLine.full.replacing(part, by: other)
        .replacing(#""id":"full","#, by: #""id":"full","geometry":"\#(geometry)","#)
        .problem
    }
    #expect(
      try problem("s390x", "65536", by: "65536")
        == "nodes[0].zones[0].zone: there is no DMA32 on s390x")
    #expect(
      try problem("riscv64", #""zone":"Normal","nid":0}"#, by: #""zone":"DMA","nid":0}"#)
        == "sections[1].zone: there is no DMA on riscv64")
    #expect(
      try problem(
        "riscv64", #"{"zone":"Movable","nid":2,"note":"n"}}"#, by: #"{"zone":"DMA","nid":2}}"#)
        == "expect.zone: there is no DMA on riscv64")
  }

  @Test
  func takesEveryNodeForNodeZeroWithoutNUMA() throws {
    let geometry = #"{"page_size_bytes":65536,"section_size_bytes":536870912,"numa":false}"#
    #expect(
      Self.line(geometry, node: "1").problem
        == "nodes[0].nid: node 1, but without NUMA there is node 0 alone")
    let line = try Self.line(geometry)
      .replacing(#""nid":0,"mgid":0,"#, by: #""nid":5,"mgid":0,"#)
      .replacing(#","auto_movable_numa_aware":true"#, by: "")
    guard case .zone(_, _, let node, _) = try line.decoded.query else {
      Issue.record("another query")
      return
    }
    #expect(node == 0)
  }

  @Test
  func countsNoCMAWithoutIt() throws {
    let line = try VectorLine.full.replacing(
      #""id":"full","#, by: #""id":"full","geometry":{"cma":false},"#)
    #expect(try line.decoded.state.nodes[0][.normal].cmaPages == 0)
    #expect(try VectorLine.full.decoded.state.nodes[0][.normal].cmaPages == 3)
  }
}
