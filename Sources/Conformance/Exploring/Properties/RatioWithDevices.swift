// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// The ratio as a limit, with what devices have in kernel zones and what rounding
/// gives away.
struct RatioWithDevices: ExploredProperty {
  let name = "ratio-with-devices"
  let claim =
    "while the policy alone onlines, movable memory never exceeds the ratio of boot memory and of virtio-mem's kernel memory, but for less than a page a device"
  let source = "the sums of auto_movable_can_online_movable()"

  func isAbout(_ boot: TraceMachine) -> Bool { boot.startsWithPolicyAlone }

  func isAbout(_ operation: TraceOperation) -> Bool { operation.leavesZonesToPolicy }

  func violation(in state: ExploredState) -> String? {
    // A device that is larger than it says may go past what was tested.
    for group in state.machine.state.groups.groups {
      if case .static(let maxPages) = group.kind,
        UInt64(group.blockCount) * state.machine.blockPages > maxPages
      {
        return nil
      }
    }
    let sums = state.machine.sums
    let ratio = UInt64(state.machine.parameters.policy.autoMovableRatio)
    let devices = state.machine.state.groups.groups.filter(\.isDynamic)
    let kernel = devices.reduce(sums.early) { $0 + $1.presentKernelPages }
    let slack = UInt64(devices.count { $0.presentMovablePages > 0 }) * (ratio - 1)
    guard sums.movable * 100 > ratio * kernel + slack else { return nil }
    return "\(sums.movable) movable pages for \(kernel) are more than \(ratio) %"
  }
}
