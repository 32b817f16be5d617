// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Testing

@testable import automovable

/// What end-to-end runs can't show: implementations that disagree.
struct VerificationTallyTests {
  @Test
  func tellsWhoDiffers() {
    let (yes, no) = (DecisionResult.canOnlineMovable(true), DecisionResult.canOnlineMovable(false))
    var tally = VerificationTally(unit: "vector")
    #expect(tally.count(yes, [("swift", yes), ("c", yes)]) == nil)
    #expect(
      tally.count(yes, [("swift", yes), ("c", no)])
        == "expected true, got swift true, c false")
    #expect(tally.count(nil, [("swift", yes), ("c", no)]) == "got swift true, c false")
    #expect(tally.count(nil, [("swift", no), ("c", no)]) == nil)
    #expect(
      tally.count(.zone(.dma32, 4), [("swift", .zone(.dma32, 5)), ("c", nil)])
        == "expected DMA32 of node 4, got swift DMA32 of node 5, c no result")
    #expect(tally.description == "5 vectors, 1 agree, 3 differ, 2 without expect")
  }
}
