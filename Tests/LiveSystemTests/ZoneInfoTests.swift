// SPDX-License-Identifier: MIT

import AutoMovable
import Testing
import TextFiles

@testable import LiveSystem

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

  private static func zones(_ text: String) throws(InputError) -> [CaptureZone] {
    try [CaptureZone](zoneInfo: TextDocument(file: "zoneinfo", Array(text.utf8)))
  }

  @Test func keepsTheCountersOfEveryZone() throws {
    #expect(
      try Self.zones(Self.file) == [
        CaptureZone(
          nodeID: 0, type: .dma, free: 3776, spanned: 4095, present: 3998, managed: 3840, cma: 0,
          freeCMA: 0, startPFN: 1),
        CaptureZone(
          nodeID: 1, type: .movable, free: 0, spanned: 0, present: 0, managed: 0, cma: 0),
      ])
  }

  @Test func saysWhatIsWrongAndWhere() {
    let zone = "Node 0, zone DMA\nspanned 1\npresent 1\n"
    let cases = [
      ("spanned 1\n", "zoneinfo: expected lines such as \"Node 0, zone Normal\", found none"),
      (zone, "zoneinfo:1: zone DMA of node 0 has no counter managed"),
      (zone + "managed 1\n" + zone, "zoneinfo:5: zone DMA of node 0 is there twice"),
      (zone + "managed x\n", "zoneinfo:4: managed: expected a number of pages, found managed x"),
    ]
    for (text, message) in cases {
      #expect {
        try Self.zones(text)
      } throws: {
        "\($0)" == message
      }
    }
  }

  @Test func boundsPages() {
    #expect(throws: InputError.self) {
      try Self.zones("Node 7, zone Normal\nspanned 18446744073709551615\npresent 1\nmanaged 0\n")
    }
  }
}
