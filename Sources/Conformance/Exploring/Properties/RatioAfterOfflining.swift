// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// The ratio while memory goes offline too.
struct RatioAfterOfflining: ExploredProperty {
  let name = "ratio-after-offlining"
  let claim =
    "while memory goes online by the policy alone and goes offline too, movable memory never exceeds the ratio of boot memory and of virtio-mem's kernel memory"
  let source = "the parameter's name: a maximum ratio of MOVABLE to KERNEL"

  func isAbout(_ boot: TraceMachine) -> Bool { boot.startsWithPolicyAlone }

  func isAbout(_ operation: TraceOperation) -> Bool {
    if case .writeState(_, let text) = operation {
      return operation.leavesZonesToPolicy || OnlineType(sysfsText: text.bytes.span) == .offline
    }
    return operation.leavesZonesToPolicy
  }

  func violation(in state: ExploredState) -> String? {
    RatioWithDevices().violation(in: state)
  }
}
