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

extension TraceOperation {
  var cost: Int {
    switch self {
    case .registerGroup(.static(let pages), let nodeID): pages.cost + nodeID.cost
    case .registerGroup(.dynamic(let pages), let nodeID): 10 + pages.cost + nodeID.cost
    case .unregisterGroup(let id): id.cost
    case .addMemory(let range, let target, let usesMemmapOnMemory, let onlineType):
      range.cost + target.cost + (usesMemmapOnMemory ? 300 : 0)
        + (onlineType == nil ? 0 : 200)
    case .removeMemory(let range): range.cost
    case .offlineAndRemoveMemory(let range): 400 + range.cost
    case .offlineAndRemoveMemoryRanges(let ranges):
      ranges.reduce(500) { $0 + 100 + $1.cost }
    case .writeState(let id, let text): id.rawValue.cost + text.cost
    case .writeOnline(let id, let text): 100 + id.rawValue.cost + text.cost
    case .readValidZones(let id), .readBlockFile(let id, _): id.rawValue.cost
    case .writeParameter(_, let text): text.cost
    case .readParameter, .readState: 0
    case .setNotifier(_, let refusal):
      UInt64(refusal.errno.magnitude).cost + UInt64(refusal.agreementCount).cost
    }
  }
}

extension TraceText {
  fileprivate var cost: Int {
    bytes.reduce(bytes.count) { $0 + (0x20..<0x7F ~= $1 ? 0 : 20) }
  }
}

extension PageRange {
  fileprivate var cost: Int { startPFN.cost + pageCount.cost }
}

extension NodeID {
  fileprivate var cost: Int { UInt64(UInt32(bitPattern: rawValue)).cost }
}

extension MemoryGroupID {
  fileprivate var cost: Int { UInt64(UInt32(bitPattern: rawValue)).cost }
}

extension MemoryTarget {
  fileprivate var cost: Int {
    switch self {
    case .node(let id): id.cost
    case .group(let id): 100 + id.cost
    }
  }
}
