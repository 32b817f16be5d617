// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension Trace {
  /// How much there is to read in the trace: first its operations, then the
  /// machine's parts, then the digits of numbers.
  var cost: Int {
    var cost = machine.cost
    for step in steps { cost += 10_000 + step.operation.cost }
    return cost
  }
}

extension TraceMachine {
  var cost: Int {
    var cost = blockSizeBytes.cost
    for node in nodes {
      cost += 5_000 + Int(node.id.rawValue)
      for type in ZoneType.allCases where node[type] != Zone() {
        let zone = node[type]
        cost += 1_000 + zone.startPFN.cost + zone.spannedPages.cost
        // Zones whose counters say what their spans do are simplest.
        if zone.presentPages != zone.spannedPages { cost += 50 + zone.presentPages.cost }
        if zone.presentEarlyPages != zone.presentPages {
          cost += 50 + zone.presentEarlyPages.cost
        }
        cost += zone.cmaPages.cost
      }
    }
    if let memory {
      cost += 500
      for run in memory {
        cost += 200 + run.pages.startPFN.cost + run.pages.pageCount.cost
      }
    }
    if let possibleNodes { cost += 200 + 10 * possibleNodes.count }
    let policy = parameters.policy
    if policy.onlinePolicy != .contigZones { cost += 50 }
    if policy.autoMovableRatio != 301 { cost += 50 + UInt64(policy.autoMovableRatio).cost }
    if !policy.isAutoMovableNUMAAware { cost += 50 }
    if policy.isMovableNodeEnabled { cost += 50 }
    if parameters.isMemmapOnMemoryEnabled { cost += 50 }
    if kernel != .standard { cost += 100 }
    switch autoOnlineType {
    case .offline: break
    case .online: cost += 50
    case .onlineKernel, .onlineMovable: cost += 60
    }
    return cost
  }
}
