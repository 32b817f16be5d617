// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// A DIMM with all of its memory in the same kind of zone.
struct DeviceInOneZone: ExploredProperty {
  let name = "dimm-in-one-zone"
  let claim =
    "while the policy alone onlines, a DIMM is movable as a whole or not at all"
  let source = "Documentation/admin-guide/mm/memory-hotplug.rst, online_policy"

  func isAbout(_ boot: TraceMachine) -> Bool { boot.startsWithPolicyAlone }

  func isAbout(_ operation: TraceOperation) -> Bool { operation.leavesZonesToPolicy }

  func violation(in state: ExploredState) -> String? {
    for group in state.machine.state.groups.groups
    where !group.isDynamic && group.presentKernelPages != 0 && group.presentMovablePages != 0 {
      return
        "group \(group.id.rawValue) has \(group.presentKernelPages) pages in a kernel zone and \(group.presentMovablePages) in Movable"
    }
    return nil
  }
}
