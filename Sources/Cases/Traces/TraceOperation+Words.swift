// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

extension TraceOperation {
  /// The name in trace files: the kernel's function, or what is done to a file.
  package var name: String { "\(TraceDecoder.Operation.Kind(self).name)" }

  /// What the operation is given, in the terms of trace files, as
  /// `start_pfn 1048576, nr_pages 32768, mgid 0`.
  package var arguments: String {
    switch self {
    case .registerGroup(.static(let maxPages), let nodeID):
      "nid \(nodeID.rawValue), max_pages \(maxPages)"
    case .registerGroup(.dynamic(let unitPages), let nodeID):
      "nid \(nodeID.rawValue), unit_pages \(unitPages)"
    case .unregisterGroup(let id):
      "mgid \(id.rawValue)"
    case .addMemory(let range, let target, let usesMemmapOnMemory, let onlineType):
      range.words + target.words + (usesMemmapOnMemory ? ", memmap_on_memory" : "")
        + (onlineType.map { ", \($0.name)" } ?? "")
    case .offlineAndRemoveMemoryRanges(let ranges):
      ranges.map { $0.words }.joined(separator: "; ")
    case .removeMemory(let range), .offlineAndRemoveMemory(let range):
      range.words
    case .writeState(let id, let text), .writeOnline(let id, let text):
      "block \(id.rawValue), \(text.quoted)"
    case .readValidZones(let id):
      "block \(id.rawValue)"
    case .readBlockFile(let id, let file):
      "block \(id.rawValue), \(file.name)"
    case .readState:
      ""
    case .writeParameter(let parameter, let text):
      "\(parameter.name.visible), \(text.quoted)"
    case .readParameter(let parameter):
      parameter.name.visible
    case .setNotifier(let action, let refusal):
      if refusal.errno == 0 {
        "\(action.name) agrees"
      } else {
        "\(action.name) refuses with \(-refusal.errno)"
          + (refusal.agreementCount == 0 ? "" : " after \(refusal.agreementCount)")
      }
    }
  }
}

extension TraceOperation: CustomStringConvertible {
  /// The operation on one line, as
  /// `add_memory(start_pfn 1048576, nr_pages 32768, mgid 0)`.
  public var description: String { "\(name)(\(arguments))" }
}

extension TraceResult: CustomStringConvertible {
  /// The result in words, as `-22`, `0 Movable` or `"Normal Movable\n"`.
  public var description: String {
    switch self {
    case .returns(let number): "\(number)"
    case .onlined(let number, let zones):
      "\(number), " + zones.map { $0.words }.joined(separator: ", ")
    case .state(let number, let zone): "\(number)" + (zone.map { " \($0.name)" } ?? "")
    case .text(let text): TraceText("\(text)").quoted
    case .machine(let state):
      "\(state.nodes.count) nodes, \(state.groups.count) groups"
    }
  }
}

extension TraceText {
  /// The text in quotes on one line, cut if it is long.
  fileprivate var quoted: String {
    let limit = 40
    let text = String(decoding: bytes.prefix(limit), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
    let rest = bytes.count > limit ? "\u{2026} (\(bytes.count) bytes)" : ""
    return "\"\(text.visible)\"\(rest)"
  }
}

extension OnlinedBlocks {
  fileprivate var words: String {
    (count == 1 ? "block \(first) " : "blocks \(first)-\(end - 1) ") + "\(zone.name)"
  }
}

extension PageRange {
  fileprivate var words: String { "start_pfn \(startPFN), nr_pages \(pageCount)" }
}

extension MemoryTarget {
  fileprivate var words: String {
    switch self {
    case .node(let id): ", nid \(id.rawValue)"
    case .group(let id): ", mgid \(id.rawValue)"
    }
  }
}
