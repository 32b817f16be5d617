// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// Numbers and texts that are part of the kernel's interface.
@Suite("The kernel's names and numbers")
struct KernelNamesTests {
  @Test func zones() {
    #expect(ZoneType.allCases.map(\.rawValue) == [0, 1, 2, 3, 4])
    #expect(
      ZoneType.allCases.map(\.description)
        == ["DMA", "DMA32", "Normal", "Movable", "Device"])
    #expect(ZoneType.count == ZoneType.allCases.count)
  }

  @Test func onlineTypes() {
    #expect(OnlineType.allCases.map(\.rawValue) == [0, 1, 2, 3])
    #expect(
      OnlineType.allCases.map { "\($0.name)" }
        == ["offline", "online", "online_kernel", "online_movable"])
  }

  @Test func policies() {
    #expect(OnlinePolicy.allCases.map(\.rawValue) == [0, 1])
    #expect(
      OnlinePolicy.allCases.map { "\($0.name)" } == ["contig-zones", "auto-movable"])
  }

  @Test func defaults() {
    let policy = Policy()
    #expect(policy.onlinePolicy == .contigZones)
    #expect(policy.autoMovableRatio == 301)
    #expect(policy.isAutoMovableNUMAAware)
    #expect(!policy.isMovableNodeEnabled)
  }
}
