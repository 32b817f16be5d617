// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension TraceOperation {
  /// Whether memory comes and goes online by it in no other way than by the policy:
  /// devices are plugged, and blocks are onlined by `online`.
  var leavesZonesToPolicy: Bool {
    switch self {
    case .registerGroup, .addMemory(_, _, _, nil), .readValidZones, .readState,
      .readBlockFile, .readParameter:
      true
    case .writeState(_, let text): OnlineType(sysfsText: text.bytes.span) == .online
    default: false
    }
  }
}

extension TraceMachine {
  /// Whether the policy is `auto-movable` with a ratio of 1 or more, and nothing counts as
  /// movable yet, as CMA pages do.
  var startsWithPolicyAlone: Bool {
    parameters.policy.onlinePolicy == .autoMovable && parameters.policy.autoMovableRatio > 0
      && nodes.allSatisfy { node in
        !node[.movable].isPopulated && ZoneType.allCases.allSatisfy { node[$0].cmaPages == 0 }
      }
      && (autoOnlineType == .offline || autoOnlineType == .online)
  }
}
