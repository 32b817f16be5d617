// SPDX-License-Identifier: MIT

import AutoMovable
import KernelSource

extension Geometry {
  /// That of a genuine library; `nil` if it has sizes that there are no cases for.
  init?(_ kernel: KernelGeometry) {
    var zones = Zones.fewest
    for (zone, type) in [
      (KernelGeometry.Zone.dma, ZoneType.dma), (.dma32, .dma32), (.device, .device),
    ] where kernel.zones.contains(zone) { zones = zones.with(type) }
    self.init(
      pageSize: 1 << UInt64(kernel.pageShift), sectionSize: 1 << UInt64(kernel.sectionSizeBits),
      zones: zones, isNUMA: kernel.isNUMA, hasCMA: kernel.hasCMA)
  }
}
