// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension HistoryEdit {
  /// Moves all memory from one of the starts of added ranges on, and what names
  /// it, down to one of a few places.
  static func lowerBlocks(_ index: Int, _ trace: Trace) -> Trace?? {
    let blockPages = trace.machine.blockPages
    let places: [UInt64] = [0, 1, 2, 4, 8, 32, 64]
    let (which, choice) = index.quotientAndRemainder(dividingBy: places.count + 1)
    let starts = Set(trace.steps.compactMap { $0.operation.addedStart }).sorted()
    guard which < starts.count else { return nil }
    let start = starts[which] / blockPages
    let end = which + 1 < starts.count ? starts[which + 1] / blockPages : UInt64.max
    let bootEnd =
      trace.machine.nodes.flatMap { node in
        ZoneType.allCases.map { (node[$0].endPFN &+ blockPages - 1) / blockPages }
      }.max() ?? 0
    let target = choice < places.count ? places[choice] : bootEnd
    guard target < start else { return .some(nil) }
    var result = trace
    for step in result.steps.indices {
      result.steps[step].operation.moveBlocks(
        start..<end, down: start - target, blockPages)
    }
    return result
  }

  static func plainerOperations(_ index: Int, _ trace: Trace) -> Trace?? {
    let choices = 6
    let (step, choice) = index.quotientAndRemainder(dividingBy: choices)
    guard step < trace.steps.count else { return nil }
    guard
      let plainer = trace.steps[step].operation.plainer(choice, trace.machine.blockPages)
    else { return .some(nil) }
    var result = trace
    result.steps[step].operation = plainer
    return result
  }
}

extension TraceOperation {
  fileprivate var addedStart: UInt64? {
    guard case .addMemory(let range, _, _, _) = self else { return nil }
    return range.startPFN
  }

  fileprivate mutating func moveBlocks(
    _ blocks: Range<UInt64>, down distance: UInt64, _ blockPages: UInt64
  ) {
    func moved(_ range: PageRange) -> PageRange {
      guard blocks.contains(range.startPFN / blockPages) else { return range }
      return PageRange(
        startPFN: range.startPFN - distance * blockPages, pageCount: range.pageCount)
    }
    func moved(_ id: MemoryBlockID) -> MemoryBlockID {
      blocks.contains(id.rawValue) ? MemoryBlockID(id.rawValue - distance) : id
    }
    switch self {
    case .addMemory(let range, let target, let usesMemmapOnMemory, let onlineType):
      self = .addMemory(
        moved(range), target, usesMemmapOnMemory: usesMemmapOnMemory, onlineType: onlineType)
    case .removeMemory(let range): self = .removeMemory(moved(range))
    case .offlineAndRemoveMemory(let range): self = .offlineAndRemoveMemory(moved(range))
    case .offlineAndRemoveMemoryRanges(let ranges):
      self = .offlineAndRemoveMemoryRanges(ranges.map(moved))
    case .writeState(let id, let text): self = .writeState(moved(id), text)
    case .writeOnline(let id, let text): self = .writeOnline(moved(id), text)
    case .readValidZones(let id): self = .readValidZones(moved(id))
    case .readBlockFile(let id, let file): self = .readBlockFile(moved(id), file)
    case .registerGroup, .unregisterGroup, .readState, .writeParameter, .readParameter,
      .setNotifier:
      break
    }
  }

  /// A simpler operation in the place of this one, or `nil` if there is none
  /// with that number.
  fileprivate func plainer(_ choice: Int, _ blockPages: UInt64) -> TraceOperation? {
    switch self {
    case .registerGroup(let kind, let nodeID):
      switch choice {
      case 0: return .registerGroup(.static(maxPages: blockPages), 0)
      case 1: return .registerGroup(.dynamic(unitPages: blockPages), 0)
      case 2: return .registerGroup(kind, 0)
      case 3: return .registerGroup(.static(maxPages: blockPages), nodeID)
      case 4: return .registerGroup(.dynamic(unitPages: blockPages), nodeID)
      default: return nil
      }
    case .addMemory(let range, let target, let usesMemmapOnMemory, let onlineType):
      func plainer(
        _ range: PageRange? = nil, _ target: MemoryTarget? = nil
      ) -> TraceOperation {
        .addMemory(
          range ?? added, target ?? owner, usesMemmapOnMemory: usesMemmapOnMemory,
          onlineType: onlineType)
      }
      let (added, owner) = (range, target)
      switch choice {
      case 0:
        return .addMemory(range, target, usesMemmapOnMemory: false, onlineType: onlineType)
      case 1: return plainer(nil, .node(0))
      case 2, 3: return plainer(range.plainer(choice - 2, blockPages))
      case 4:
        guard case .group = target else { return nil }
        return plainer(nil, .group(0))
      default:
        return .addMemory(range, target, usesMemmapOnMemory: usesMemmapOnMemory)
      }
    case .removeMemory(let range):
      return .removeMemory(range.plainer(choice, blockPages))
    case .offlineAndRemoveMemory(let range):
      if choice == 3 { return .removeMemory(range) }
      return .offlineAndRemoveMemory(range.plainer(choice, blockPages))
    case .offlineAndRemoveMemoryRanges(let ranges):
      switch choice {
      case 0: return .offlineAndRemoveMemoryRanges(Array(ranges.prefix(ranges.count / 2)))
      case 1: return .offlineAndRemoveMemoryRanges(Array(ranges.dropLast()))
      case 2: return .offlineAndRemoveMemoryRanges(Array(ranges.dropFirst()))
      case 3, 4:
        return .offlineAndRemoveMemoryRanges(
          ranges.map { $0.plainer(choice - 3, blockPages) })
      default: return ranges.first.map { .offlineAndRemoveMemory($0) }
      }
    case .writeState(let id, _):
      guard let type = OnlineType(rawValue: UInt8(choice)) else { return nil }
      return .writeState(id, TraceText("\(type.name)"))
    case .writeOnline(let id, _):
      switch choice {
      case 0: return .writeState(id, "offline")
      case 1: return .writeState(id, "online")
      case 2: return .writeOnline(id, "0")
      case 3: return .writeOnline(id, "1")
      default: return nil
      }
    case .writeParameter(let parameter, let text):
      let bytes = text.bytes
      switch choice {
      case 0: return .writeParameter(parameter, TraceText(Array(bytes.prefix(bytes.count / 2))))
      case 1: return .writeParameter(parameter, TraceText(Array(bytes.dropLast())))
      case 2: return .writeParameter(parameter, TraceText(Array(bytes.dropFirst())))
      case 3: return .writeParameter(parameter, "1")
      default: return nil
      }
    case .setNotifier(let action, _):
      switch choice {
      case 0: return .setNotifier(action, .init(errno: 1))
      default: return nil
      }
    case .unregisterGroup, .readValidZones, .readBlockFile, .readState, .readParameter:
      return nil
    }
  }
}

extension PageRange {
  fileprivate func plainer(_ choice: Int, _ blockPages: UInt64) -> PageRange {
    var range = self
    switch choice {
    case 0: range.pageCount = blockPages
    case 1: range.pageCount = pageCount / 2 / blockPages * blockPages
    case 2: range.startPFN -= startPFN % blockPages
    default: break
    }
    return range
  }
}

// MARK: Cost

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
