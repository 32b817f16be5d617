// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

extension VectorDecoder {
  /// The fields of an element of `sections`.
  private enum SectionField: UInt8, JSONName {
    case first, count, zone, nid, note

    var name: StaticString {
      switch self {
      case .first: "first"
      case .count: "count"
      case .zone: "zone"
      case .nid: "nid"
      case .note: "note"
      }
    }
  }

  /// Reads the list `sections`, in any order.
  func readSections(
    _ reader: inout JSONReader, into state: inout MemoryState
  ) throws(JSONError) {
    _ = reader.peek()
    let start = reader.position
    var isSorted = true
    try reader.beginList()
    var isFirst = true
    while try reader.nextElement(&isFirst) {
      let run = try readSectionRun(&reader, state.geometry)
      if let last = state.sections.last, last.endSection > run.firstSection {
        isSorted = false
      }
      state.sections.append(run)
    }
    guard !isSorted else { return }
    state.sections.sort { $0.firstSection < $1.firstSection }
    for index in state.sections.indices.dropFirst() {
      let (lower, upper) = (state.sections[index - 1], state.sections[index])
      guard lower.endSection > upper.firstSection else { continue }
      throw reader.invalid(
        "section \(upper.firstSection) occurs twice", at: start)
    }
  }

  private func readSectionRun(
    _ reader: inout JSONReader, _ geometry: Geometry
  ) throws(JSONError) -> SectionRun {
    let limit = geometry.sectionCount
    var first: UInt64 = 0
    var count: UInt64 = 0
    var zone: ZoneType?
    var nodeID: NodeID = 0
    var fields = try JSONFields<SectionField>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .first: first = try reader.integer(in: 0...(limit - 1))
      case .count: count = try reader.integer(in: 1...limit)
      case .zone: zone = try reader.zoneType(of: geometry)
      case .nid: nodeID = try reader.nodeID(of: geometry)
      case .note: _ = try reader.string()
      }
    }
    guard let zone else { throw fields.missing(.zone) }
    guard fields.contains(.count) else {
      throw fields.missing(.count)
    }
    guard first + count <= limit else {
      throw reader.invalid(
        "sections \(first)...\(first + count - 1) reach past the last one, "
          + "\(limit - 1)\(geometry.suffix)",
        at: fields.start)
    }
    return SectionRun(
      firstSection: first, sectionCount: count, zone: zone, nodeID: nodeID)
  }
}
