// SPDX-License-Identifier: MIT

import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

extension SectionRun {
  /// Takes a run over from C, as it is; a zone that there isn't is taken for
  /// a kernel zone.
  init(_ run: automovable_sections) {
    self.init(
      firstSection: run.first, sectionCount: run.count,
      zone: (try? ZoneType(c: run.zone)) ?? .normal, nodeID: NodeID(run.nid))
  }
}
