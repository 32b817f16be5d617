// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import OracleInterface

extension automovable_outcome {
  /// In place of an outcome: a crash by a signal.
  static func crash(signal: Int32) -> automovable_outcome {
    automovable_outcome(result: .min + 1, words: (UInt64(signal), 0, 0, 0, 0))
  }

  /// The words as text.
  private var text: String {
    let words = words
    let bytes = unsafe withUnsafeBytes(of: words) { unsafe Array($0) }
    return String(decoding: bytes.prefix { $0 != 0 && $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  /// The last word as a file's mode.
  fileprivate var mode: String { "0\(String(words.4, radix: 8))" }

  fileprivate var isCrash: Bool { result == .min + 1 }

  /// The result in words.
  fileprivate func words(of kind: automovable_event_kind) -> String {
    if isBeyond { return "?" }
    if isCrash { return "crash, signal \(words.0)" }
    // The first bytes of a text are enough to see what it is.
    if [AUTOMOVABLE_READ_PARAMETER, AUTOMOVABLE_READ_DEFAULT].contains(kind), result >= 0 {
      return "\"\(text)\""
    }
    guard result >= 0, kind.hasZone, let zone = UInt8(exactly: result).flatMap(ZoneType.init)
    else { return "\(result)" }
    return "\(zone.name)"
  }
}

extension automovable_event_kind {
  /// Whether the result is a zone.
  fileprivate var hasZone: Bool {
    [AUTOMOVABLE_ONLINE_BLOCK, AUTOMOVABLE_REFUSE_BLOCK, AUTOMOVABLE_ASK_ZONE].contains(self)
  }

  /// The function that makes the event, or what is asked.
  fileprivate var name: String {
    switch self {
    case AUTOMOVABLE_REGISTER_GROUP: "memory_group_register"
    case AUTOMOVABLE_UNREGISTER_GROUP: "memory_group_unregister"
    case AUTOMOVABLE_ONLINE_BLOCK: "memory_block_online"
    case AUTOMOVABLE_REFUSE_BLOCK: "memory_block_online, refused"
    case AUTOMOVABLE_OFFLINE_BLOCK: "memory_block_offline"
    case AUTOMOVABLE_ASK_ZONE: "zone_for_pfn_range"
    case AUTOMOVABLE_READ_GROUP: "memory_group_find_by_id"
    case AUTOMOVABLE_WRITE_PARAMETER: "set"
    case AUTOMOVABLE_READ_PARAMETER: "get"
    case AUTOMOVABLE_READ_DEFAULT: "default"
    default: "result"
    }
  }

  /// The names of the words.
  fileprivate var wordNames: [String] {
    switch self {
    case AUTOMOVABLE_READ_NODE:
      ["node_start_pfn", "node_spanned_pages", "node_present_pages"]
    case AUTOMOVABLE_READ_ZONE:
      [
        "zone_start_pfn", "spanned_pages", "present_pages", "present_early_pages", "cma_pages",
      ]
    case AUTOMOVABLE_READ_GROUP:
      [
        "nid", "among the dynamic", "max_pages or unit_pages", "present_kernel_pages",
        "present_movable_pages",
      ]
    default: []
    }
  }
}

extension automovable_event {
  private var parameterName: String {
    switch automovable_parameter(type) {
    case AUTOMOVABLE_ONLINE_POLICY: "online_policy"
    case AUTOMOVABLE_RATIO: "auto_movable_ratio"
    default: "auto_movable_numa_aware"
    }
  }

  /// Whether the operation is nothing but the event.
  fileprivate var isWholeOperation: Bool {
    [AUTOMOVABLE_REGISTER_GROUP, AUTOMOVABLE_UNREGISTER_GROUP, AUTOMOVABLE_WRITE_PARAMETER]
      .contains(automovable_event_kind(kind))
  }

  /// The operation's result if the event has one: a write gives the number of
  /// bytes taken, a page at most.
  fileprivate func result(_ result: Int64, _ geometry: Geometry) -> Int64 {
    guard kind == AUTOMOVABLE_WRITE_PARAMETER.rawValue, result >= 0 else { return result }
    return Int64(min(nr_pages, geometry.pageSize))
  }

  /// Where it happens, as `node 0 Normal`.
  fileprivate var place: String {
    switch automovable_event_kind(kind) {
    case AUTOMOVABLE_REGISTER_GROUP, AUTOMOVABLE_READ_NODE: "node \(nid)"
    case AUTOMOVABLE_UNREGISTER_GROUP, AUTOMOVABLE_READ_GROUP: "group \(group)"
    case AUTOMOVABLE_WRITE_PARAMETER, AUTOMOVABLE_READ_PARAMETER, AUTOMOVABLE_READ_DEFAULT:
      parameterName
    case AUTOMOVABLE_READ_ZONE:
      "node \(nid) \(UInt8(exactly: type).flatMap(ZoneType.init).map { "\($0.name)" } ?? "")"
    default: "pfn \(start_pfn)"
    }
  }
}

extension HistoryExplanation {
  /// Adds what the sides say of an event on which they disagree.
  mutating func add(
    _ subject: automovable_outcome, _ reference: automovable_outcome,
    of event: automovable_event, on geometry: Geometry
  ) {
    let kind = automovable_event_kind(event.kind)
    func add(_ name: String, _ left: String, _ right: String) {
      guard left != right else { return }
      judged.append(
        StateDifference(place: event.place, kind: name, subject: left, reference: right))
    }
    add(kind.name, subject.words(of: kind), reference.words(of: kind))
    if event.isWholeOperation, !results.isEmpty, !subject.isCrash, !reference.isCrash {
      results[results.count - 1] = (
        .returns(event.result(subject.result, geometry)),
        .returns(event.result(reference.result, geometry))
      )
    }
    guard subject.result >= 0, reference.result >= 0 else { return }
    if kind == AUTOMOVABLE_READ_DEFAULT {
      add("mode", subject.mode, reference.mode)
      return
    }
    let (left, right) = (subject.words, reference.words)
    let words = [
      (left.0, right.0), (left.1, right.1), (left.2, right.2), (left.3, right.3),
      (left.4, right.4),
    ]
    for (name, word) in zip(kind.wordNames, words) {
      // The only signed one.
      name == "nid"
        ? add(name, "\(Int64(bitPattern: word.0))", "\(Int64(bitPattern: word.1))")
        : add(name, "\(word.0)", "\(word.1)")
    }
  }
}
