// SPDX-License-Identifier: MIT

public import AutoMovable
public import Cases

/// What an operation of a trace gave, which rule of the kernel it breaks if it was
/// refused, and what is remarkable about the memory that it names.
public struct OperationExplanation: Sendable {
  private let operation: TraceOperation
  private let result: TraceResult
  private let refusal: HotplugError?
  private let machine: HotplugMachine

  /// The most pages that the group of the operation ever has in the trace, online
  /// or not.
  public var groupPages: UInt64 = 0

  /// Explains an operation.
  ///
  /// - Parameters:
  ///   - result: What it gave.
  ///   - refusal: Why it was refused, if it was.
  ///   - machine: The machine after it.
  public init(
    of operation: TraceOperation, _ result: TraceResult, refusal: HotplugError?,
    machine: HotplugMachine
  ) {
    self.operation = operation
    self.result = result
    self.refusal = refusal
    self.machine = machine
  }
}

extension OperationExplanation {
  /// The group that the operation makes, adds to or names a block of.
  public var group: MemoryGroup? {
    let id: MemoryGroupID?
    switch operation {
    case .registerGroup: id = Int32(exactly: result.number).map { MemoryGroupID($0) }
    case .addMemory(_, .group(let target), _, _): id = target
    case .writeState(let block, _), .writeOnline(let block, _), .readValidZones(let block),
      .readBlockFile(let block, _):
      id = machine.block(block)?.groupID
    case .unregisterGroup, .addMemory, .removeMemory, .offlineAndRemoveMemory,
      .offlineAndRemoveMemoryRanges, .readState, .writeParameter, .readParameter, .setNotifier:
      id = nil
    }
    return id.flatMap { machine.state.groups[$0] }
  }

  /// The operation with its result, and the rest in sentences, a line each.
  public var lines: [String] {
    var lines = ["\(operation) = \(result)"]
    if let refusal { lines.append("Refused: \(refusal).") }
    return lines + remarks.map { "Remark: \($0)" }
  }

  private var remarks: [String] {
    [rangeRemark, overlapRemark, groupSizeRemark, groupUseRemark].compactMap(\.self)
  }
}

// MARK: Ranges

extension OperationExplanation {
  /// A number of the machine's pages.
  private func count(_ pages: UInt64) -> PageCount {
    PageCount(pages: pages, of: machine.geometry)
  }
}

extension OperationExplanation {
  private var range: PageRange? {
    switch operation {
    case .addMemory(let range, _, _, _), .removeMemory(let range),
      .offlineAndRemoveMemory(let range):
      // What reaches past all memory is refused for that.
      range.startPFN < machine.geometry.pageCount && range.pageCount > 0
        && range.pageCount <= machine.geometry.pageCount - range.startPFN ? range : nil
    case .registerGroup, .unregisterGroup, .offlineAndRemoveMemoryRanges, .writeState,
      .writeOnline, .readValidZones, .readBlockFile, .readState, .writeParameter,
      .readParameter, .setNotifier:
      nil
    }
  }

  /// Where a range that isn't made of whole blocks begins and ends, and what a
  /// driver that trims it would add.
  private var rangeRemark: String? {
    let blockPages = machine.blockPages
    guard let range else { return nil }
    let end = range.startPFN + range.pageCount
    guard range.startPFN % blockPages != 0 || end % blockPages != 0 else { return nil }
    func place(_ pfn: UInt64) -> String {
      pfn % blockPages == 0
        ? "at block \(pfn / blockPages)"
        : "\(count(pfn % blockPages).text) into block \(pfn / blockPages)"
    }
    let text =
      "with blocks of \(count(blockPages).text) the range starts "
      + "\(place(range.startPFN)) and ends \(place(end)); "
    let blocks = (
      first: (range.startPFN + blockPages - 1) / blockPages, end: end / blockPages
    )
    guard blocks.first < blocks.end else { return text + "no whole block is in it." }
    return text + "whole blocks in it are \(blocks.first) to \(blocks.end - 1), start_pfn "
      + "\(blocks.first * blockPages), nr_pages \((blocks.end - blocks.first) * blockPages)."
  }

  /// Which block is in the way.
  private var overlapRemark: String? {
    guard refusal == .overlapsMemory, let range else { return nil }
    var first: MemoryBlock?
    machine.forEachBlock(in: range) { if first == nil { first = $0 } }
    return first.map { "there is \($0)." }
  }
}

// MARK: Groups

extension OperationExplanation {
  /// That a device isn't made of whole blocks.
  private var groupSizeRemark: String? {
    let blockPages = machine.blockPages
    guard case .static(let maxPages) = group?.kind, maxPages % blockPages != 0
    else { return nil }
    return "max_pages \(maxPages) is \(maxPages / blockPages) blocks and "
      + "\(count(maxPages % blockPages).text): only whole blocks can be added."
  }

  /// That a group is larger or smaller than all that is ever added to it.
  private var groupUseRemark: String? {
    guard let group else { return nil }
    let use = count(groupPages).text
    switch group.kind {
    case .static(let maxPages) where maxPages > groupPages:
      return "group \(group.id) is a device of \(count(maxPages).text), but the "
        + "trace never adds more than \(use) to it; the ratio is asked for the whole device."
    case .static(let maxPages) where maxPages < groupPages:
      return "group \(group.id) is a device of \(count(maxPages).text), but the "
        + "trace adds \(use) to it; the ratio isn't asked for what is beyond its size."
    case .dynamic(let unitPages) where unitPages > groupPages:
      return "group \(group.id) has units of \(count(unitPages).text), but the "
        + "trace never adds more than \(use) to it; the ratio is asked for whole units."
    case .static, .dynamic:
      return nil
    }
  }
}
