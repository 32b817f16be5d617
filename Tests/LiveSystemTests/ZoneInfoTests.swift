// SPDX-License-Identifier: MIT

import LiveSystem
import Testing

@Suite struct ZoneInfoTests {
  private static let file = """
    Node 0, zone      DMA
      per-node stats
          nr_inactive_anon 17
      pages free     3776
            boost    0
            min      64
            spanned  4095
            present  3998
            managed  3840
            cma      0
            protection: (0, 1864, 1864, 1864, 1864)
          nr_free_pages 3776
          nr_free_cma  0
      pagesets
        cpu: 0
                  count: 0
      node_unreclaimable:  0
      start_pfn:           1
    Node 1, zone  Movable
      pages free     0
            spanned  0
            present  0
            managed  0
            cma      0
            protection: (0, 0, 0, 0, 0)
    """

  @Test func keepsTheCountersOfEveryZone() throws {
    let info = try ZoneInfo(lines: Self.file.split(separator: "\n").map(String.init))
    #expect(
      info.zones == [
        0: [
          "DMA": [
            "free": 3776, "spanned": 4095, "present": 3998, "managed": 3840, "cma": 0,
            "nr_free_cma": 0, "start_pfn": 1,
          ]
        ],
        1: ["Movable": ["free": 0, "spanned": 0, "present": 0, "managed": 0, "cma": 0]],
      ])
  }

  @Test func keepsTheOrderOfTheZones() throws {
    let heads = ["Node 0, zone DMA32", "Node 0, zone Normal", "Node 1, zone DMA32"]
    let counters = ["spanned 1", "present 1", "managed 1"]
    #expect(
      try ZoneInfo(lines: heads.flatMap { [$0] + counters }).zoneNames == ["DMA32", "Normal"])
  }

  @Test func keepsNumbersExact() throws {
    let info = try ZoneInfo(lines: [
      "Node 7, zone Normal", "spanned 18446744073709551615", "present 1", "managed 0",
    ])
    #expect(info.zones[7]?["Normal"]?["spanned"] == .max)
  }

  @Test func saysWhichCounterIsMissing() {
    #expect(
      throws: LiveError.kernel("/proc/zoneinfo: node 0, zone DMA: no counter managed")
    ) {
      try ZoneInfo(lines: ["Node 0, zone DMA", "spanned 1", "present 1"])
    }
  }

  @Test func ignoresWhatComesBeforeAZone() throws {
    #expect(try ZoneInfo(lines: ["spanned 1", "", "Node x, zone DMA"]).zones.isEmpty)
  }
}
