// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// The ratio as a limit for what boot memory allows.
struct RatioOfBootMemory: ExploredProperty {
  let name = "ratio-of-boot-memory"
  let claim =
    "while the policy alone onlines, movable memory never exceeds the ratio of the kernel's boot memory"
  let source = "the parameter's name: a maximum ratio of MOVABLE to KERNEL"

  func isAbout(_ boot: TraceMachine) -> Bool { boot.startsWithPolicyAlone }

  func isAbout(_ operation: TraceOperation) -> Bool { operation.leavesZonesToPolicy }

  func violation(in state: ExploredState) -> String? {
    let sums = state.machine.sums
    let ratio = UInt64(state.machine.parameters.policy.autoMovableRatio)
    guard sums.movable * 100 > ratio * sums.early else { return nil }
    return
      "\(sums.movable) movable pages for \(sums.early) of boot memory are more than \(ratio) %"
  }
}
