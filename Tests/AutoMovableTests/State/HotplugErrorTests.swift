// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@Suite("Error numbers")
struct HotplugErrorTests {
  private static let numbers: [(HotplugError, Int32)] = [
    (.noSuchBlock, 2), (.noSuchParameter, 2), (.notAddressable, 7), (.tooManyBlocks, 12),
    (.readOnly, 13), (.noFreeGroupID, 16), (.groupHasBlocks, 16),
    (.blocksNotOffline, 16), (.groupExists, 17), (.overlapsMemory, 17),
    (.emptyGroup, 22), (.invalidUnit, 22), (.impossibleNode, 22),
    (.noSuchGroup, 22), (.invalidText, 22), (.alreadyInState, 22),
    (.severalZones, 22), (.memoryHoles, 22), (.misalignedRange, 22),
    (.memmapOnMemoryUnsupported, 22), (.wrongGranularity, 22),
    (.numberOutOfRange, 34), (.refusedByNotifier(11), 11),
  ]

  @Test(arguments: numbers)
  func areTheKernels(_ error: HotplugError, _ errno: Int32) {
    #expect(error.errno == errno)
  }
}
