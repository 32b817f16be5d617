// SPDX-License-Identifier: MIT

import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

extension automovable_test {
  /// Hands a test over to C, or zeros if none was made.
  @inline(__always)
  init(_ test: RatioTest?) {
    self.init()
    guard let test else { return }
    kernel_early_pages = test.zones.kernelEarlyPages
    movable_pages = test.zones.movablePages
    req_kernel_early_pages = test.otherGroups.requiredKernelEarlyPages
    group_movable_pages = test.otherGroups.movablePages
    switch test.outcome {
    case .refusedByRequirement:
      exit = UInt64(AUTOMOVABLE_TEST_REQUIREMENT.rawValue)
    case .compared(let kernelPages, let movablePages, let limit):
      exit = UInt64(AUTOMOVABLE_TEST_COMPARED.rawValue)
      kernel_pages = kernelPages
      online_movable_pages = movablePages
      self.limit = limit
    }
  }
}

extension automovable_answer {
  /// Hands a decision over to C.
  // Inlined, so that it is made where the caller wants it and not copied there.
  @inline(__always)
  init(_ decision: OnlineDecision) {
    let lookup = decision.kernelLookup
    self.init(
      result: UInt64(decision.zone.rawValue),
      // Of a possible node, so it isn't negative.
      nid: UInt64(UInt32(bitPattern: decision.nodeID.rawValue)),
      exit: UInt64(decision.reason.rawValue),
      kernel_lookup: lookup == nil ? 0 : 1,
      kernel_pfn: lookup?.startPFN ?? 0,
      kernel_nr_pages: lookup?.pageCount ?? 0,
      online_pages: decision.onlineMovablePages,
      tested_pages: decision.testedPages,
      system: automovable_test(decision.systemTest),
      node: automovable_test(decision.nodeTest))
  }
}
