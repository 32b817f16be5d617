// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// A way to make a trace simpler, with numbered candidates.
enum HistoryEdit: CaseIterable {
  /// Fewer nodes, fewer zones.
  case fewerZones
  /// Parameters as they are by default, smaller blocks.
  case plainerMachine
  /// Rounder zones.
  case rounderZones
  /// Less boot memory, or fewer holes in it.
  case plainerMemory
  /// Blocks, and all that names them, at lower numbers.
  case lowerBlocks
  /// Another operation in the place of one.
  case plainerOperations
}

extension HistoryEdit {
  /// A candidate of a trace.
  ///
  /// - Returns: The candidate; `.some(nil)` if this one doesn't apply, and `nil`
  ///   past the last one.
  func candidate(_ index: Int, of trace: Trace) -> Trace?? {
    // A block of nothing, which can't boot, divides nothing.
    guard trace.machine.blockPages > 0 else { return nil }
    return switch self {
    case .fewerZones: Self.fewerZones(index, trace)
    case .plainerMachine: Self.plainerMachine(index, trace)
    case .rounderZones: Self.rounderZones(index, trace)
    case .plainerMemory: Self.plainerMemory(index, trace)
    case .lowerBlocks: Self.lowerBlocks(index, trace)
    case .plainerOperations: Self.plainerOperations(index, trace)
    }
  }

  private static func fewerZones(_ index: Int, _ trace: Trace) -> Trace?? {
    let (node, choice) = index.quotientAndRemainder(dividingBy: ZoneType.count + 1)
    guard node < trace.machine.nodes.count else { return nil }
    var result = trace
    guard choice > 0 else {
      result.machine.nodes.remove(at: node)
      result.machine.fitMemory()
      return result
    }
    result.machine.nodes[node].zones[choice - 1] = Zone()
    result.machine.fitMemory()
    return result
  }

  private static func plainerMachine(_ index: Int, _ trace: Trace) -> Trace?? {
    var result = trace
    switch index {
    case 0: result.machine.possibleNodes = nil
    case 1: result.machine.parameters.policy = Policy()
    case 2: result.machine.parameters.policy.onlinePolicy = .contigZones
    case 3: result.machine.parameters.policy.autoMovableRatio = 301
    case 4: result.machine.parameters.policy.isAutoMovableNUMAAware = true
    case 5: result.machine.parameters.policy.isMovableNodeEnabled = false
    case 6: result.machine.parameters.memmapOnMemory = .disabled
    case 7: result.machine.autoOnlineType = .offline
    case 8: result.machine.autoOnlineType = .online
    case 9: result.machine.parameters.policy.autoMovableRatio = 100
    case 10:
      guard let possibleNodes = trace.machine.possibleNodes else { return .some(nil) }
      result.machine.possibleNodes = Array(possibleNodes.prefix(1))
    case 11: result.machine.kernel = .standard
    default: return nil
    }
    return result
  }

  private static func rounderZones(_ index: Int, _ trace: Trace) -> Trace?? {
    let choices = 8
    let (zoneIndex, choice) = index.quotientAndRemainder(dividingBy: choices)
    let (node, type) = zoneIndex.quotientAndRemainder(dividingBy: ZoneType.count)
    guard node < trace.machine.nodes.count else { return nil }
    var zone = trace.machine.nodes[node].zones[type]
    guard zone != Zone() else { return .some(nil) }
    let blockPages = trace.machine.blockPages
    func fill(_ zone: inout Zone) {
      zone.presentPages = zone.spannedPages
      zone.presentEarlyPages = zone.spannedPages
    }
    switch choice {
    case 0: zone.cmaPages = 0
    case 1: fill(&zone)
    case 2:
      zone.spannedPages = blockPages
      fill(&zone)
    case 3:
      zone.spannedPages = zone.spannedPages / 2 / blockPages * blockPages
      fill(&zone)
    case 4:
      zone.spannedPages -= min(zone.spannedPages, zone.spannedPages % blockPages)
      fill(&zone)
    case 5:
      zone.startPFN -= zone.startPFN % blockPages
      fill(&zone)
    case 6: zone.startPFN = 0
    default:
      zone.spannedPages -= min(zone.spannedPages, blockPages)
      fill(&zone)
    }
    var result = trace
    result.machine.nodes[node].zones[type] = zone
    result.machine.fitMemory()
    return result
  }

  private static func plainerMemory(_ index: Int, _ trace: Trace) -> Trace?? {
    guard var memory = trace.machine.memory else { return nil }
    var result = trace
    guard index > 0 else {
      // As left out: all that zones span.
      result.machine.memory = nil
      for node in result.machine.nodes.indices {
        for type in ZoneType.allCases where result.machine.nodes[node][type].isPopulated {
          let pages = result.machine.nodes[node][type].spannedPages
          result.machine.nodes[node][type].presentPages = pages
          result.machine.nodes[node][type].presentEarlyPages = pages
        }
      }
      return result
    }
    let (run, choice) = (index - 1).quotientAndRemainder(dividingBy: 4)
    guard run < memory.count else { return nil }
    let pages = memory[run].pages
    let blockPages = trace.machine.blockPages
    switch choice {
    case 0: memory.remove(at: run)
    case 1:
      guard run + 1 < memory.count else { return .some(nil) }
      memory[run].pages.pageCount = memory[run + 1].pages.startPFN &- pages.startPFN
    case 2:
      memory[run].pages.startPFN -= pages.startPFN % blockPages
      memory[run].pages.pageCount = pages.endPFN &- memory[run].pages.startPFN
    default:
      let end = (pages.endPFN &+ blockPages - 1) / blockPages * blockPages
      memory[run].pages.pageCount = end &- pages.startPFN
    }
    result.machine.memory = memory
    result.machine.fitMemory()
    return result
  }
}
